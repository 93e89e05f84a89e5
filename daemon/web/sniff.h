#pragma once

// What a body looks like, by its first bytes and then by its media type: an HTML page where a feed
// was expected, an image, an archive. Pure; a look, not a parse: the readers decide.

#include <cstdint>
#include <string_view>

namespace khabard {

enum class BodyKind : std::uint8_t {
    empty,     // nothing, or blanks
    xml_feed,  // RSS, Atom, RDF, CDF
    sitemap,   // urlset or sitemapindex
    opml,
    xml,   // any other
    html,  // XHTML too
    json,  // JSON or one object a line
    text,
    pdf,
    image,
    media,    // audio, video, fonts
    archive,  // gzip, zip ...
    binary,   // anything else that is no text
};

// As error lines say it: "an HTML page", "a PDF document".
const char* describe(BodyKind kind);

// `bytes` may be the beginning of the body (1,024 bytes are looked at) in any charset that extends
// ASCII, or in UTF-16. `media_type` is lower case, without parameters, and may be empty; bytes that
// are plain to see win over it.
BodyKind sniff_body(std::string_view bytes, std::string_view media_type);

}  // namespace khabard
