#include "daemon/base/check.h"
#include "daemon/base/time.h"
#include "daemon/dates/dates.h"
#include "daemon/stages/compose.h"
#include "daemon/stages/decode.h"
#include "daemon/stages/extract.h"
#include "daemon/text/display.h"
#include "daemon/text/unicode.h"
#include "tests/fuzz/shipped.h"
#include "tests/fuzz/targets.h"

#include <string>
#include <utility>

namespace khabard::fuzz {
namespace {

const Instant now = *parse_rfc3339("2026-04-01T12:00:00Z");

void check_display(const DisplayText& text) {
    check(is_valid_utf8(text.str()), "display text is valid UTF-8");
    for (std::size_t at = 0; at < text.str().size();) {
        const CodePoint c = code_point_at(text.str(), at);
        check(!is_invisible(c.value), "display text holds nothing invisible");
        at += c.length;
    }
}

void check_article(const Article& article, const Limits& limits) {
    check_display(article.headline);
    check_display(article.summary);
    check_display(article.body);
    check(count_code_points(article.headline.str()) <= limits.headline_chars_max,
          "a headline respects its limit");
    check(count_code_points(article.summary.str()) <= limits.summary_chars_max,
          "a summary respects its limit");
    check(count_code_points(article.body.str()) <= limits.body_chars_max,
          "a body respects its limit");
}

}  // namespace

void decode_bytes(std::string_view bytes) {
    const std::size_t end = bytes.find('\n');
    const std::string label(bytes.substr(0, end == std::string_view::npos ? 0 : end));
    const RawBytes body{std::string(bytes)};
    for (const std::string& content_type : {std::string(), "text/html; charset=" + label}) {
        const auto document = decode({body, content_type, {}, "https://news.example/", false});
        check(!document || is_valid_utf8(document->text.str()), "a document is valid UTF-8");
    }
    static_cast<void>(decode({body, {}, label, {}, true}));
}

void dates(std::string_view bytes) {
    const std::string text = repair_utf8(bytes).text;
    const DateContext context{now, "Asia/Damascus"};
    read_date(text, context);
    date_in_url(text);
    weekday_before(text, now);
    std::size_t end = 0;
    for (const FoundDate& found : find_dates(text, context)) {
        check(found.offset >= end && found.length > 0, "dates stand in order");
        end = found.offset + found.length;
        check(end <= text.size(), "a date lies in its text");
        check(is_valid_utf8(text.substr(found.offset, found.length)), "no code point is cut");
    }
}

void article(std::string_view bytes) {
    const Limits limits{.headline_chars_max = 120, .summary_chars_max = 200, .body_chars_max = 900};
    RawItem item{};
    item.id = "item";
    item.raw_text = repair_utf8(bytes).text;
    const ExtractContext context{"https://news.example/", "ndjson", FeedKind::automatic, {}, now};
    for (Draft& draft : extract(item, context)) {
        for (CleanDraft& clean_draft : clean(std::move(draft), shipped_rules().cleaning)) {
            check_article(compose(std::move(clean_draft), limits), limits);
        }
    }
    const std::string display = to_display(*item.raw_text);
    check(to_display(display) == display, "display text stays as it is");
}

}  // namespace khabard::fuzz
