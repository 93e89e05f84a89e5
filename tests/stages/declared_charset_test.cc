#include "daemon/stages/declared_charset.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("the XML declaration names the charset") {
    CHECK(xml_declared_charset("<?xml version=\"1.0\" encoding=\"cp1256\"?>") == "windows-1256");
    CHECK(xml_declared_charset("\n<?xml version='1.0' encoding = 'UTF-8' ?>") == "utf-8");
    CHECK(xml_declared_charset("<?xml version='1.0' encoding='utf-16'?>") == "utf-8");
    CHECK_FALSE(xml_declared_charset("<?xml version='1.0'?><a encoding='utf-8'>"));
    CHECK_FALSE(xml_declared_charset("<?xml version='1.0' encoding='nonsense'?>"));
    CHECK_FALSE(xml_declared_charset("<?xml version='1.0' encoding='utf-8"));
    CHECK_FALSE(xml_declared_charset(""));
}

TEST_CASE("meta elements name the charset in both forms") {
    CHECK(html_declared_charset("<html><META CHARSET=windows-1256>") == "windows-1256");
    CHECK(html_declared_charset("<meta content='text/html; charset=cp1256' "
                                "http-equiv=\"Content-Type\" />") == "windows-1256");
    CHECK(html_declared_charset("<meta charset='utf-16'>") == "utf-8");
}

TEST_CASE("what only looks like a charset declaration is none") {
    CHECK_FALSE(html_declared_charset("<!-- <meta charset=windows-1256> -->"));
    CHECK_FALSE(html_declared_charset("<p title='<meta charset=windows-1256>'>"));
    CHECK_FALSE(html_declared_charset("<meta name=x content='text/html; charset=cp1256'>"));
    CHECK_FALSE(html_declared_charset("<metal charset=windows-1256>"));
    CHECK_FALSE(html_declared_charset("<meta charset='windows-1256"));
    CHECK_FALSE(html_declared_charset("<meta charset=nonsense>"));
    CHECK_FALSE(html_declared_charset("<"));
}
