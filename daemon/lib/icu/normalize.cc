#include "daemon/lib/icu/normalize.h"

#include "daemon/base/check.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uversion.h>

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

}  // namespace

std::string nfc(std::string_view text) {
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
