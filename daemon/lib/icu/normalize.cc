#include "daemon/lib/icu/normalize.h"

#include "daemon/base/check.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uversion.h>

#include <cstddef>
#include <cstdint>

namespace khabard {

namespace {

using Getter = const icu::Normalizer2* (*)(UErrorCode&);

const icu::Normalizer2& instance(Getter get) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = get(status);
    check(U_SUCCESS(status) && normalizer != nullptr, "ICU has no normalization data");
    return *normalizer;
}

const icu::Normalizer2& nfc_instance() {
    static const icu::Normalizer2& normalizer = instance(icu::Normalizer2::getNFCInstance);
    return normalizer;
}

icu::StringPiece piece(std::string_view text) {
    check(text.size() <= INT32_MAX, "text is too long for ICU");
    return {text.data(), static_cast<std::int32_t>(text.size())};
}

icu::UnicodeString normalized(const icu::Normalizer2& normalizer, const icu::UnicodeString& text) {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString out = normalizer.normalize(text, status);
    check(U_SUCCESS(status), "ICU could not normalize a code point");
    return out;
}

std::u32string code_points(const icu::UnicodeString& text, bool without_marks) {
    std::u32string out;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const UChar32 c = text.char32At(i);
        if (!without_marks || u_charType(c) != U_NON_SPACING_MARK) {
            out.push_back(static_cast<char32_t>(c));
        }
    }
    return out;
}

icu::UnicodeString utf16(const std::u32string& text) {
    icu::UnicodeString out;
    for (const char32_t c : text) {
        out.append(static_cast<UChar32>(c));
    }
    return out;
}

bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// The place of the code point that `at` lies in.
std::size_t start_of(std::string_view text, std::size_t at) {
    while (at > 0 && continues(text[at])) {
        --at;
    }
    return at;
}

// The place behind the code point at `at`.
std::size_t end_of(std::string_view text, std::size_t at) {
    const std::size_t begin = at++;
    while (at < text.size() && at - begin < 4 && continues(text[at])) {
        ++at;
    }
    return at;
}

// Whether the code point at `at` is sorted among its neighbours (a combining class other than 0).
bool is_mark(std::string_view text, std::size_t at) {
    constexpr unsigned char first_lead = 0xCC;  // U+0300 is the first of them
    if (static_cast<unsigned char>(text[at]) < first_lead) {
        return false;
    }
    UChar32 c = static_cast<unsigned char>(text[at]) & (0xFFU >> (end_of(text, at) - at + 1));
    for (std::size_t i = at + 1; i < end_of(text, at); ++i) {
        c = c << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
    }
    return nfc_instance().getCombiningClass(c) != 0;
}

// How many marks stand before `at`, or from there on; counted to one more than is allowed.
int marks_before(std::string_view text, std::size_t at) {
    int marks = 0;
    while (at > 0 && marks <= nfc_marks_max && is_mark(text, start_of(text, at - 1))) {
        at = start_of(text, at - 1);
        ++marks;
    }
    return marks;
}

int marks_from(std::string_view text, std::size_t at) {
    int marks = 0;
    for (; at < text.size() && marks <= nfc_marks_max && is_mark(text, at); ++marks) {
        at = end_of(text, at);
    }
    return marks;
}

// A run that is too long has more than 2 * nfc_marks_max bytes, so one look in so many finds it.
bool has_long_run_of_marks(std::string_view text) {
    for (std::size_t probe = 0; probe < text.size(); probe += 2 * nfc_marks_max) {
        const std::size_t at = start_of(text, probe);
        const int behind = marks_from(text, at);
        if (behind > 0 && behind + marks_before(text, at) > nfc_marks_max) {
            return true;
        }
    }
    return false;
}

std::string without_surplus_marks(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    int marks = 0;
    for (std::size_t at = 0; at < text.size(); at = end_of(text, at)) {
        marks = is_mark(text, at) ? marks + 1 : 0;
        if (marks <= nfc_marks_max) {
            out.append(text.substr(at, end_of(text, at) - at));
        }
    }
    return out;
}

}  // namespace

std::string nfc(std::string_view given) {
    const std::string fewer = has_long_run_of_marks(given) ? without_surplus_marks(given) : "";
    const std::string_view text = fewer.empty() ? given : fewer;
    if (is_nfc(text)) {
        return std::string(text);
    }
    std::string out;
    out.reserve(text.size());
    icu::StringByteSink<std::string> sink(&out);
    UErrorCode status = U_ZERO_ERROR;
    nfc_instance().normalizeUTF8(0, piece(text), sink, nullptr, status);
    check(U_SUCCESS(status), "ICU could not normalize a text");
    return out;
}

bool is_nfc(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const bool is = nfc_instance().isNormalizedUTF8(piece(text), status) != 0;
    check(U_SUCCESS(status), "ICU could not check a text");
    return is;
}

std::u32string compatibility_fold(char32_t code_point) {
    static const icu::Normalizer2& casefold = instance(icu::Normalizer2::getNFKCCasefoldInstance);
    static const icu::Normalizer2& decompose = instance(icu::Normalizer2::getNFDInstance);
    const icu::UnicodeString folded =
        normalized(casefold, icu::UnicodeString(static_cast<UChar32>(code_point)));
    const std::u32string bare = code_points(normalized(decompose, folded), true);
    return code_points(normalized(nfc_instance(), utf16(bare)), false);
}

std::u32string compatibility_form(char32_t code_point) {
    static const icu::Normalizer2& nfkc = instance(icu::Normalizer2::getNFKCInstance);
    return code_points(normalized(nfkc, icu::UnicodeString(static_cast<UChar32>(code_point))),
                       false);
}

std::string icu_version() {
    return std::string("ICU ") + U_ICU_VERSION;
}

}  // namespace khabard
