#pragma once

// decode: bytes of unknown charset to a Document of valid UTF-8. The order of trust: byte order
// mark, HTTP charset, XML declaration or HTML meta (first 1,024 bytes), what the bytes themselves
// say. A label that the bytes contradict loses to them: Arabic feeds that claim windows-1256 or
// nothing at all and send UTF-8 (or the reverse) are common.

#include "daemon/base/result.h"
#include "daemon/model/raw_feed.h"
#include "daemon/model/text.h"

#include <string>

namespace khabard {

struct DecodeInput {
    const RawBytes& body;
    std::string content_type;  // HTTP header value as received; may be empty
    std::string charset_hint;  // from the operator: wins over everything but a byte order mark
    std::string url;
    bool truncated;
};

// Fails only for bytes that are no text at all (an image, an archive).
Result<Document> decode(const DecodeInput& input);

}  // namespace khabard
