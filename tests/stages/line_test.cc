#include "daemon/stages/line.h"

#include "tests/support/catch.h"

using namespace khabard;

TEST_CASE("a key knows where its bytes stand in the text") {
    const std::string text = "أَقْرأ  أيضاً: خبرٌ";
    const FoldedLine line = fold_line(text);
    CHECK(line.key == "اقرا ايضا : خبر");
    CHECK(line.offsets.size() == line.key.size() + 1);
    const std::size_t at = line.key.find("خبر");
    CHECK(text.substr(line.offsets[at]).starts_with("خبر"));
}

TEST_CASE("digits parted by punctuation are one number") {
    CHECK(fold_line("1,204 قراءة").key == "1204 قراءه");
    CHECK(fold_line("14:05 - ١٠").key == "1405 10");
}

TEST_CASE("a name has one key however it is written") {
    CHECK(name_key("أ.ف.ب") == name_key("ا ف ب"));
    CHECK(name_key("AFP") == "afp");
}

TEST_CASE("the shape tells sentences from headlines") {
    CHECK(line_shape("انتهى الاجتماع.").full_stop);
    CHECK(line_shape("قال: \"انتهى الاجتماع.\"").full_stop);
    CHECK(line_shape("إلى مطارات أخرى. (رويترز)").full_stop);
    CHECK(line_shape("هل انتهى الاجتماع؟").question);
    CHECK(line_shape("انتهى الاجتماع...").trails_off);
    CHECK_FALSE(line_shape("زلزال دبلوماسي في وارسو").full_stop);
    CHECK(line_shape("قال شيئا. ثم قال").inner_stop);
}

TEST_CASE("ornaments in front of a line are passed over, quotes are not") {
    CHECK(skip_ornaments("** قناة") == "قناة");
    CHECK(skip_ornaments("\xF0\x9F\x94\xBB أعلن") == "أعلن");
    CHECK(skip_ornaments("«قناة»") == "«قناة»");
}
