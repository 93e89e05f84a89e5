#pragma once

// Documents and options for the tests of the readers.

#include "connectors/readers/readers.h"

#include <string>

namespace khabard {

inline Document make_document(const std::string& text, const std::string& url = "",
                              const std::string& content_type = "") {
    return Document{Utf8::from_decoded(text), url, content_type, "utf-8", "utf-8", 0, false};
}

inline ReadOptions make_options() {
    return ReadOptions{0, Limits{}, JsonApiMap{}};
}

}  // namespace khabard
