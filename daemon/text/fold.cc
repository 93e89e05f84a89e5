#include "daemon/text/fold.h"

#include "daemon/lib/hash/hash.h"
#include "daemon/lib/icu/normalize.h"
#include "daemon/text/unicode.h"
#include "daemon/text/word_reader.h"

#include <array>

namespace khabard {

namespace {

struct Part {
    const std::string& text;
    Zone zone;
};

std::array<Part, 3> parts(const ArticleText& text) {
    return {Part{text.headline.str(), Zone::headline}, Part{text.summary.str(), Zone::summary},
            Part{text.body.str(), Zone::body}};
}

Token token(const WordReader& reader, Zone zone) {
    const FoldedWord& word = reader.word();
    return Token{.hash = hash64(reader.folded()),
                 .offset = ByteOffset{word.offset},
                 .length = static_cast<std::uint32_t>(word.length),
                 .sentence = word.sentence,
                 .zone = zone,
                 .number = word.number};
}

// An Arabic word is two bytes a letter and about five letters and a blank long.
constexpr std::size_t bytes_per_word = 10;

// What the exact spelling does without.
bool is_dropped(char32_t c) noexcept {
    return c >= 0x80 && (c == tatweel || is_arabic_mark(c) || is_invisible(c));
}

// Hash of an NFC word without marks and tatweel.
std::uint64_t hash_exact(std::string_view word) {
    std::string exact;
    for (std::size_t at = 0; at < word.size();) {
        const CodePoint c = code_point_at(word, at);
        if (!is_dropped(c.value)) {
            exact.append(word.substr(at, c.length));
        }
        at += c.length;
    }
    return hash64(exact);
}

std::string fold_words(std::string_view text, Fold fold) {
    const std::string normal = nfc(text);
    std::string out;
    WordReader reader(normal, fold);
    while (reader.next()) {
        if (!out.empty()) {
            out += ' ';
        }
        out += reader.folded();
    }
    return out;
}

}  // namespace

DedupTokens dedup_tokens(const ArticleText& text, const Aliases& aliases) {
    DedupTokens out;
    out.tokens.reserve(
        (text.headline.str().size() + text.summary.str().size() + text.body.str().size()) /
        bytes_per_word);
    std::uint32_t sentence = 0;
    for (const Part& part : parts(text)) {
        const std::size_t first = out.tokens.size();
        WordReader reader(part.text, Fold::dedup, sentence);
        while (reader.next()) {
            out.tokens.push_back(token(reader, part.zone));
        }
        sentence = reader.next_sentence();
        apply_aliases(aliases, out, first);
    }
    return out;
}

ThemeTokens theme_tokens(const ArticleText& text) {
    ThemeTokens out{.tokens = {}, .sentences = 0};
    out.tokens.reserve(
        (text.headline.str().size() + text.summary.str().size() + text.body.str().size()) /
        bytes_per_word);
    for (const Part& part : parts(text)) {
        WordReader reader(part.text, Fold::theme, out.sentences);
        while (reader.next()) {
            const FoldedWord& word = reader.word();
            const std::string_view spelled(part.text.data() + word.offset, word.length);
            out.tokens.push_back(
                ThemeToken{.token = token(reader, part.zone),
                           .exact = word.bare ? hash64(spelled) : hash_exact(spelled)});
        }
        out.sentences = reader.next_sentence();
    }
    return out;
}

std::string fold_for_dedup(std::string_view text) {
    return fold_words(text, Fold::dedup);
}

std::string fold_for_themes(std::string_view text) {
    return fold_words(text, Fold::theme);
}

std::uint64_t token_hash(std::string_view folded_word) {
    return hash64(folded_word);
}

std::uint64_t exact_hash(std::string_view word) {
    return hash_exact(nfc(word));
}

}  // namespace khabard
