#include "daemon/lib/icu/idna.h"

#include <unicode/uidna.h>

#include <cstdint>
#include <memory>

namespace khabard {
namespace {

// Hyphens and lengths are not checked (CheckHyphens and VerifyDnsLength are false in the standard).
constexpr std::uint32_t tolerated_errors =
    UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG | UIDNA_ERROR_DOMAIN_NAME_TOO_LONG |
    UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;

struct CloseIdna {
    void operator()(UIDNA* idna) const noexcept { uidna_close(idna); }
};

bool is_ascii(std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x80)
            return false;
    }
    return true;
}

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

// Opened once, on first use, and only read afterwards: ICU promises that it is thread-safe.
const UIDNA* shared_idna() {
    static const std::unique_ptr<UIDNA, CloseIdna> idna = [] {
        UErrorCode status = U_ZERO_ERROR;
        UIDNA* opened =
            uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                                UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE,
                            &status);
        return std::unique_ptr<UIDNA, CloseIdna>(U_SUCCESS(status) ? opened : nullptr);
    }();
    return idna.get();
}

}  // namespace

std::optional<std::string> domain_to_ascii(std::string_view domain) {
    // The standard keeps what is ASCII already, even a label of broken punycode.
    if (is_ascii(domain))
        return lower_ascii(domain);
    const UIDNA* idna = shared_idna();
    if (idna == nullptr || domain.size() > 0xFFFF)
        return std::nullopt;
    const auto length = static_cast<std::int32_t>(domain.size());
    std::string out(domain.size() * 4 + 64, '\0');
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t written =
        uidna_nameToASCII_UTF8(idna, domain.data(), length, out.data(),
                               static_cast<std::int32_t>(out.size()), &info, &status);
    if (U_FAILURE(status) || (info.errors & ~tolerated_errors) != 0)
        return std::nullopt;
    if (written < 0 || static_cast<std::size_t>(written) > out.size())
        return std::nullopt;
    out.resize(static_cast<std::size_t>(written));
    return out;
}

}  // namespace khabard
