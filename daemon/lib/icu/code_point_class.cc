#include "daemon/lib/icu/code_point_class.h"

#include <unicode/uchar.h>

namespace khabard {

CodePointClass code_point_class(char32_t code_point) noexcept {
    const auto c = static_cast<UChar32>(code_point);
    const std::uint32_t category = U_MASK(u_charType(c));
    if (u_isUWhiteSpace(c)) {
        return CodePointClass::space;
    }
    if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
        (category & (U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CO_MASK | U_GC_CS_MASK)) != 0 ||
        u_hasBinaryProperty(c, UCHAR_NONCHARACTER_CODE_POINT)) {
        return CodePointClass::ignorable;
    }
    if ((category & U_GC_ND_MASK) != 0) {
        return CodePointClass::digit;
    }
    if ((category & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0) {
        return CodePointClass::mark;
    }
    if ((category & (U_GC_L_MASK | U_GC_MC_MASK | U_GC_NL_MASK)) != 0) {
        return CodePointClass::letter;
    }
    return CodePointClass::other;
}

int digit_value(char32_t code_point) noexcept {
    return u_charDigitValue(static_cast<UChar32>(code_point));
}

}  // namespace khabard
