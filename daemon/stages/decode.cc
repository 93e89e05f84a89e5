#include "daemon/stages/decode.h"

#include "daemon/lib/icu/charset.h"
#include "daemon/stages/declared_charset.h"
#include "daemon/text/arabic_score.h"
#include "daemon/text/unicode.h"
#include "daemon/web/http_headers.h"
#include "daemon/web/sniff.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace khabard {

namespace {

// How the charset was decided. The reasons are those of Document::encoding_reason.
struct Choice {
    std::string encoding;
    const char* reason;
};

constexpr std::size_t statistics_bytes = std::size_t{64} * 1024;

std::optional<Choice> by_mark(std::string_view bytes) {
    struct Mark {
        std::string_view bytes;
        const char* encoding;
    };
    using namespace std::string_view_literals;
    constexpr std::array<Mark, 5> marks{
        Mark{"\xEF\xBB\xBF"sv, "utf-8"}, Mark{"\xFF\xFE\0\0"sv, "utf-32le"},
        Mark{"\0\0\xFE\xFF"sv, "utf-32be"}, Mark{"\xFE\xFF"sv, "utf-16be"},
        Mark{"\xFF\xFE"sv, "utf-16le"}};
    for (const Mark& mark : marks) {
        if (bytes.starts_with(mark.bytes)) {
            return Choice{mark.encoding, "bom"};
        }
    }
    return std::nullopt;
}

// Charsets of two and four bytes a letter, without a mark, are betrayed by where zero bytes (of
// ASCII) and 0x06 bytes (of Arabic letters) stand.
std::optional<Choice> by_width(std::string_view bytes) {
    const std::string_view sample =
        bytes.substr(0, std::min<std::size_t>(bytes.size(), 4096) & ~3U);
    if (sample.size() < 8) {
        return std::nullopt;
    }
    std::array<std::size_t, 4> zero{};
    std::array<std::size_t, 4> high{};  // 0x00 or 0x06
    for (std::size_t i = 0; i < sample.size(); ++i) {
        zero[i % 4] += sample[i] == '\0' ? 1U : 0U;
        high[i % 4] += sample[i] == '\0' || sample[i] == '\x06' ? 1U : 0U;
    }
    const std::size_t units = sample.size() / 4;
    const auto most = [units](std::size_t count) { return count * 10 >= units * 9; };
    const auto few = [units](std::size_t count) { return count * 4 < units; };
    if (most(zero[0]) && most(high[1]) && few(zero[3])) {
        return Choice{"utf-32be", "statistics"};
    }
    if (most(zero[3]) && most(high[2]) && few(zero[0])) {
        return Choice{"utf-32le", "statistics"};
    }
    const auto half = [units](std::size_t a, std::size_t b) { return (a + b) * 10 >= units * 14; };
    const auto rare = [units](std::size_t a, std::size_t b) { return (a + b) * 5 < units; };
    if (half(high[1], high[3]) && rare(zero[0], zero[2])) {
        return Choice{"utf-16le", "statistics"};
    }
    if (half(high[0], high[2]) && rare(zero[1], zero[3])) {
        return Choice{"utf-16be", "statistics"};
    }
    return std::nullopt;
}

struct Utf8Look {
    std::size_t multibyte = 0;  // valid sequences of two bytes and more
    std::size_t broken = 0;
    bool ascii() const { return multibyte == 0 && broken == 0; }
    bool valid() const { return broken == 0; }
};

Utf8Look look_at_utf8(std::string_view bytes) {
    Utf8Look look;
    for (std::size_t at = 0; at < bytes.size();) {
        const CodePoint c = code_point_at(bytes, at);
        if (c.length > 1) {
            ++look.multibyte;
        } else if (c.value == replacement_character) {
            ++look.broken;
        }
        at += c.length;
    }
    return look;
}

ArabicScore score_bytes(std::string_view bytes, std::string_view encoding) {
    ArabicScore score;
    const SingleByteTable* table = single_byte_table(encoding);
    for (const char c : bytes.substr(0, statistics_bytes)) {
        score.add((*table)[static_cast<unsigned char>(c)]);
    }
    return score;
}

constexpr std::array<const char*, 3> arabic_encodings{"windows-1256", "iso-8859-6", "ibm720"};

struct ArabicChoice {
    std::string encoding;
    ArabicScore score;
};

// The Arabic single-byte charset under which the bytes read best; nullopt when none reads as
// Arabic.
std::optional<ArabicChoice> best_arabic(std::string_view bytes) {
    std::optional<ArabicChoice> best;
    for (const char* encoding : arabic_encodings) {
        const ArabicScore score = score_bytes(bytes, encoding);
        if (score.is_arabic() && (!best || score.mean() > best->score.mean())) {
            best = ArabicChoice{encoding, score};
        }
    }
    return best;
}

struct Declared {
    std::vector<Choice> all;  // in the order of trust
};

Declared declarations(const DecodeInput& input) {
    Declared declared;
    const auto add = [&declared](const std::optional<std::string>& encoding, const char* reason) {
        if (encoding) {
            declared.all.push_back({*encoding, reason});
        }
    };
    const std::string& bytes = input.body.bytes;
    add(encoding_of_label(parse_media_type(input.content_type).charset), "http");
    add(xml_declared_charset(bytes), "declaration");
    add(html_declared_charset(bytes), "meta");
    return declared;
}

// Valid UTF-8 of any length is hardly ever an accident: each letter of another charset would have
// to follow the pattern by chance. A few sequences can be; then they must read as Arabic.
bool surely_utf8(std::string_view bytes, const Utf8Look& look) {
    constexpr std::size_t sequences_sure = 12;
    return look.valid() && (look.multibyte >= sequences_sure ||
                            (look.multibyte > 0 && arabic_score(bytes).is_arabic()));
}

bool mostly_utf8(const Utf8Look& look) {
    return look.multibyte >= 9 * look.broken;
}

bool is_arabic_encoding(const std::string& encoding) {
    return encoding == "windows-1256" || encoding == "iso-8859-6";
}

// A single-byte label against what the bytes read like. It falls only to clear Arabic.
Choice judge(const Choice& declared, std::string_view bytes) {
    if (single_byte_table(declared.encoding) == nullptr) {
        return declared;
    }
    const std::optional<ArabicChoice> arabic = best_arabic(bytes);
    if (!arabic || arabic->encoding == declared.encoding) {
        return declared;
    }
    // Evidence in bits, summed over the letters: a label is right far more often than wrong, and
    // ten letters of a wrong one give it away.
    constexpr double evidence_needed = 12.0;
    constexpr std::size_t letters_needed = 8;
    const ArabicScore own = score_bytes(bytes, declared.encoding);
    const double evidence =
        (arabic->score.mean() - own.mean()) * static_cast<double>(arabic->score.letters());
    if (arabic->score.letters() < letters_needed || evidence < evidence_needed) {
        return declared;
    }
    return {arabic->encoding, "statistics"};
}

// REQUIRES: no mark, no hint.
Choice without_declaration(std::string_view bytes, const Utf8Look& look) {
    if (look.ascii() && bytes.find('\x1B') == std::string_view::npos) {
        return {"windows-1252", "default"};
    }
    if (look.valid() && !look.ascii()) {
        return {"utf-8", "utf-8"};
    }
    if (!look.ascii() && mostly_utf8(look)) {
        return {"utf-8", "utf-8"};
    }
    if (auto arabic = best_arabic(bytes)) {
        return {arabic->encoding, "statistics"};
    }
    if (auto detected = detect_charset(bytes)) {
        // The Windows code page is the larger of the two that read alike.
        const bool hebrew = detected->encoding.starts_with("iso-8859-8");
        return {hebrew ? "windows-1255" : detected->encoding, "statistics"};
    }
    return {"windows-1252", "default"};
}

Choice with_declarations(const Declared& declared, std::string_view bytes, const Utf8Look& look) {
    const Choice& first = declared.all.front();
    if (look.ascii()) {
        return first;
    }
    if (first.encoding != "utf-8") {
        return surely_utf8(bytes, look) ? Choice{"utf-8", "utf-8"} : judge(first, bytes);
    }
    if (mostly_utf8(look)) {
        return first;
    }
    // The first label is wrong. Another one may be right.
    for (const Choice& other : declared.all) {
        if (other.encoding != "utf-8") {
            return judge(other, bytes);
        }
    }
    const Choice guess = without_declaration(bytes, look);
    return is_arabic_encoding(guess.encoding) ? guess : first;
}

Choice choose(const DecodeInput& input) {
    const std::string_view bytes = input.body.bytes;
    if (auto mark = by_mark(bytes)) {
        return *mark;
    }
    if (auto hint = encoding_of_label(input.charset_hint)) {
        return {*hint, "hint"};
    }
    const Declared declared = declarations(input);
    // A label of two bytes a letter on bytes that read as ASCII is wrong: as if there were none.
    const bool wide_label =
        !declared.all.empty() && declared.all.front().encoding.starts_with("utf-16");
    if (wide_label && bytes.find('\0') != std::string_view::npos) {
        return declared.all.front();
    }
    if (auto wide = by_width(bytes)) {
        return *wide;
    }
    const Utf8Look look = look_at_utf8(bytes);
    if (declared.all.empty() || wide_label) {
        return without_declaration(bytes, look);
    }
    return with_declarations(declared, bytes, look);
}

void drop_mark(std::string& text) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text.starts_with(mark)) {
        text.erase(0, mark.size());
    }
}

// A stray control character makes no binary of a text; many of them do. The shifts of ISO 2022 are
// none.
bool is_riddled_with_controls(std::string_view bytes) {
    const std::string_view sample = bytes.substr(0, 4096);
    const auto controls = std::count_if(sample.begin(), sample.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && byte != 0x0E && byte != 0x0F && byte != 0x1B && byte != '\t' &&
               byte != '\n' && byte != '\r' && byte != '\f';
    });
    return static_cast<std::size_t>(controls) * 20 > sample.size();
}

bool is_text(std::string_view bytes, BodyKind kind) {
    switch (kind) {
        case BodyKind::pdf:
        case BodyKind::image:
        case BodyKind::media:
        case BodyKind::archive: return false;
        case BodyKind::binary: return !is_riddled_with_controls(bytes);
        case BodyKind::empty:
        case BodyKind::xml_feed:
        case BodyKind::sitemap:
        case BodyKind::opml:
        case BodyKind::xml:
        case BodyKind::html:
        case BodyKind::json:
        case BodyKind::text: return true;
    }
    return true;
}

}  // namespace

Result<Document> decode(const DecodeInput& input) {
    const std::string& bytes = input.body.bytes;
    const Choice choice = choose(input);
    const bool wide =
        choice.encoding.starts_with("utf-16") || choice.encoding.starts_with("utf-32");
    if (!wide) {
        const BodyKind kind = sniff_body(bytes, {});
        if (!is_text(bytes, kind)) {
            return Error{Fault::unsupported, input.url,
                         std::string("the body is no text but ") + describe(kind)};
        }
    }
    std::string text;
    std::size_t replaced = 0;
    if (choice.encoding == "utf-8") {
        RepairedUtf8 repaired = repair_utf8(bytes);
        text = std::move(repaired.text);
        replaced = repaired.replaced;
    } else {
        ConvertedText converted = convert_to_utf8(bytes, choice.encoding);
        text = std::move(converted.text);
        replaced = converted.replaced;
    }
    drop_mark(text);
    return Document{.text = Utf8::from_decoded(std::move(text)),
                    .url = input.url,
                    .content_type = parse_media_type(input.content_type).type,
                    .encoding = choice.encoding,
                    .encoding_reason = choice.reason,
                    .replaced = replaced,
                    .truncated = input.truncated};
}

}  // namespace khabard
