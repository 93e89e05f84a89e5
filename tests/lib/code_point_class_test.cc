#include "daemon/lib/icu/code_point_class.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("code points are told apart as tokenizing needs it") {
    CHECK(code_point_class(0x0639) == CodePointClass::letter);
    CHECK(code_point_class('q') == CodePointClass::letter);
    CHECK(code_point_class(0x0664) == CodePointClass::digit);
    CHECK(code_point_class(0x064E) == CodePointClass::mark);
    CHECK(code_point_class(0x200F) == CodePointClass::ignorable);
    CHECK(code_point_class(0xE000) == CodePointClass::ignorable);
    CHECK(code_point_class(0x00A0) == CodePointClass::space);
    CHECK(code_point_class(0x060C) == CodePointClass::other);
}

TEST_CASE("digits of every script have a value") {
    CHECK(digit_value(0x0664) == 4);
    CHECK(digit_value(0x06F9) == 9);
    CHECK(digit_value('x') == -1);
}
