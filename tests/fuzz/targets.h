#pragma once

// What strangers write, given to the code that reads it. A target takes any bytes and ends; what
// must not happen ends the process (check, a sanitizer, a signal). Targets know no driver:
// libFuzzer and the corpus regression call the same functions.
//
// To add one: a function here and in a *_targets.cc, its row in targets.cc, its name in
// CMakeLists.txt, and a folder corpus/<name> with a few small inputs of our own.

#include <span>
#include <string_view>

namespace khabard::fuzz {

// Whether a file of a corpus is one input, or each of its lines is one.
enum class Inputs { file, line };

struct Target {
    const char* name;  // as its corpus
    Inputs inputs;
    void (*run)(std::string_view bytes);
};

std::span<const Target> all_targets();

// Readers: whatever the document, texts are valid UTF-8.
void xml_feed(std::string_view bytes);
void page(std::string_view bytes);
void sitemap(std::string_view bytes);
// JSON is read, written, and read again as the same; the feed readers of JSON see it too.
void json(std::string_view bytes);

// A Document is valid UTF-8, whatever charset its first line claims.
void decode_bytes(std::string_view bytes);
// Places of found dates lie in the text, in order, between code points.
void dates(std::string_view bytes);
// A scraped text through extract, clean and compose: limits hold, display text stays display text.
void article(std::string_view bytes);

// A serialised URL parses to itself; the canonical one is its own.
void url(std::string_view bytes);
void http(std::string_view bytes);
void robots(std::string_view bytes);

// khabard.toml and feeds.toml, parted by a line "---".
void config(std::string_view bytes);
// What was decoded encodes to something that decodes to the same.
void checkpoint(std::string_view bytes);

// The whole of `prepare` under the shipped rules; its items must be accounted for.
void prepare_document(std::string_view bytes);

}  // namespace khabard::fuzz
