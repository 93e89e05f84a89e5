#pragma once

// What a document says about its own charset: the XML declaration, and for HTML the prescan of the
// WHATWG HTML standard (13.2.3.2).

#include <optional>
#include <string>
#include <string_view>

namespace khabard {

// Encoding named in `<?xml ... encoding="..."?>` at the start; nullopt when there is none or the
// label is unknown. A declaration that can be read is not in UTF-16: such labels mean utf-8.
std::optional<std::string> xml_declared_charset(std::string_view bytes);

// Encoding named in a meta element.
std::optional<std::string> html_declared_charset(std::string_view bytes);

}  // namespace khabard
