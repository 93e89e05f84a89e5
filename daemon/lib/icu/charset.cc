#include "daemon/lib/icu/charset.h"

#include "daemon/base/check.h"
#include "daemon/lib/icu/charset_table.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>

namespace khabard {

namespace {

constexpr char16_t replacement = 0xFFFD;
constexpr std::array<std::string_view, 30> single_byte_encodings{
    "ibm720",       "ibm866",       "iso-8859-2",   "iso-8859-3",     "iso-8859-4",
    "iso-8859-5",   "iso-8859-6",   "iso-8859-7",   "iso-8859-8",     "iso-8859-8-i",
    "iso-8859-10",  "iso-8859-13",  "iso-8859-14",  "iso-8859-15",    "iso-8859-16",
    "koi8-r",       "koi8-u",       "macintosh",    "windows-874",    "windows-1250",
    "windows-1251", "windows-1252", "windows-1253", "windows-1254",   "windows-1255",
    "windows-1256", "windows-1257", "windows-1258", "x-mac-cyrillic", "x-user-defined"};

struct ConverterCloser {
    void operator()(UConverter* converter) const noexcept { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, ConverterCloser>;

struct DetectorCloser {
    void operator()(UCharsetDetector* detector) const noexcept { ucsdet_close(detector); }
};

Converter open_converter(std::string_view encoding) {
    const std::string name(icu_converter_name(encoding));
    UErrorCode status = U_ZERO_ERROR;
    Converter converter(ucnv_open(name.c_str(), &status));
    check(U_SUCCESS(status) && converter != nullptr, "ICU lacks a converter it used to have");
    return converter;
}

// An ASCII byte that ends an impossible pair is text again, as the WHATWG decoders have it: so a
// broken letter never swallows a quotation mark or an angle bracket.
extern "C" void count_and_replace(const void* context, UConverterToUnicodeArgs* arguments,
                                  const char* bytes, std::int32_t length,
                                  UConverterCallbackReason reason, UErrorCode* status) noexcept {
    if (reason > UCNV_IRREGULAR) {
        return;  // reset, close, clone: nothing to write
    }
    ++*static_cast<std::size_t*>(const_cast<void*>(context));
    *status = U_ZERO_ERROR;
    const auto last = length >= 2 ? static_cast<unsigned char>(bytes[length - 1]) : 0xFFU;
    const std::array<UChar, 2> written{replacement, static_cast<UChar>(last)};
    ucnv_cbToUWriteUChars(arguments, written.data(), last < 0x80 ? 2 : 1, 0, status);
}

SingleByteTable make_table(std::string_view encoding) {
    SingleByteTable table{};
    for (std::size_t byte = 0; byte < table.size(); ++byte) {
        table[byte] = static_cast<char32_t>(byte);
    }
    if (encoding == "x-user-defined") {
        for (std::size_t byte = 0x80; byte < table.size(); ++byte) {
            table[byte] = static_cast<char32_t>(0xF700 + byte);
        }
        return table;
    }
    if (!icu_converter_name(encoding).empty()) {
        const Converter converter = open_converter(encoding);
        for (std::size_t byte = 0x80; byte < table.size(); ++byte) {
            const char source = static_cast<char>(byte);
            std::array<UChar, 4> target{};
            UErrorCode status = U_ZERO_ERROR;
            const std::int32_t length =
                ucnv_toUChars(converter.get(), target.data(),
                              static_cast<std::int32_t>(target.size()), &source, 1, &status);
            table[byte] = U_SUCCESS(status) && length == 1 ? target[0] : replacement;
        }
    }
    const ByteRows rows = byte_rows();
    for (std::size_t i = 0; i < rows.count; ++i) {
        if (rows.rows[i].encoding == encoding) {
            table[rows.rows[i].byte] = rows.rows[i].code_point;
        }
    }
    return table;
}

void append_utf8(std::string& out, const std::u16string& text) {
    const icu::UnicodeString view(false, text.data(), static_cast<std::int32_t>(text.size()));
    view.toUTF8String(out);
}

ConvertedText convert_single_byte(std::string_view bytes, const SingleByteTable& table) {
    std::array<std::string, 256> pieces;
    for (std::size_t byte = 0; byte < table.size(); ++byte) {
        append_utf8(pieces[byte], std::u16string(1, static_cast<char16_t>(table[byte])));
    }
    ConvertedText converted{.text = {}, .replaced = 0};
    converted.text.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            converted.text += c;
            continue;
        }
        converted.text += pieces[byte];
        converted.replaced += table[byte] == replacement ? 1U : 0U;
    }
    return converted;
}

}  // namespace

std::optional<std::string> encoding_of_label(std::string_view label) {
    constexpr std::string_view blanks = " \t\n\f\r";
    const std::size_t begin = label.find_first_not_of(blanks);
    if (begin == std::string_view::npos) {
        return std::nullopt;
    }
    std::string wanted(label.substr(begin, label.find_last_not_of(blanks) - begin + 1));
    for (char& c : wanted) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
    const LabelRows rows = label_rows();
    const LabelRow* end = rows.rows + rows.count;
    const LabelRow* found = std::lower_bound(
        rows.rows, end, wanted,
        [](const LabelRow& row, const std::string& key) { return row.label < key; });
    if (found == end || found->label != wanted) {
        return std::nullopt;
    }
    return std::string(found->encoding);
}

const SingleByteTable* single_byte_table(std::string_view encoding) {
    using Tables = std::map<std::string_view, SingleByteTable>;
    static const Tables tables = [] {
        Tables made;
        for (const std::string_view name : single_byte_encodings) {
            made.emplace(name, make_table(name));
        }
        return made;
    }();
    const auto found = tables.find(encoding);
    return found == tables.end() ? nullptr : &found->second;
}

ConvertedText convert_to_utf8(std::string_view bytes, std::string_view encoding) {
    if (const SingleByteTable* table = single_byte_table(encoding)) {
        return convert_single_byte(bytes, *table);
    }
    ConvertedText converted{.text = {}, .replaced = 0};
    const Converter converter = open_converter(encoding);
    UErrorCode status = U_ZERO_ERROR;
    ucnv_setToUCallBack(converter.get(), count_and_replace, &converted.replaced, nullptr, nullptr,
                        &status);
    check(U_SUCCESS(status), "ICU refused a callback");
    constexpr std::size_t chunk = 8192;
    std::u16string text;
    std::u16string buffer(chunk, u'\0');
    const char* source = bytes.data();
    const char* const source_end = source + bytes.size();
    do {
        UChar* target = buffer.data();
        status = U_ZERO_ERROR;
        ucnv_toUnicode(converter.get(), &target, buffer.data() + buffer.size(), &source, source_end,
                       nullptr, true, &status);
        text.append(buffer.data(), static_cast<std::size_t>(target - buffer.data()));
    } while (status == U_BUFFER_OVERFLOW_ERROR);
    check(U_SUCCESS(status), "ICU stopped in the middle of a text");
    append_utf8(converted.text, text);
    return converted;
}

std::optional<DetectedCharset> detect_charset(std::string_view bytes) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, DetectorCloser> detector(ucsdet_open(&status));
    if (U_FAILURE(status)) {
        return std::nullopt;
    }
    constexpr std::size_t enough = std::size_t{64} * 1024;
    ucsdet_setText(detector.get(), bytes.data(),
                   static_cast<std::int32_t>(std::min(bytes.size(), enough)), &status);
    ucsdet_enableInputFilter(detector.get(), true);
    std::int32_t count = 0;
    const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &count, &status);
    for (std::int32_t i = 0; U_SUCCESS(status) && i < count; ++i) {
        const char* name = ucsdet_getName(matches[i], &status);
        const std::int32_t confidence = ucsdet_getConfidence(matches[i], &status);
        if (U_FAILURE(status)) {
            break;
        }
        // Wide forms without a mark are only guessed at by it, at a low confidence.
        const std::optional<std::string> encoding = encoding_of_label(name);
        if (encoding && !encoding->starts_with("utf-")) {
            return DetectedCharset{.encoding = *encoding, .confidence = confidence};
        }
    }
    return std::nullopt;
}

}  // namespace khabard
