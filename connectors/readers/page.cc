#include "connectors/readers/page.h"

#include "connectors/readers/page/body.h"
#include "connectors/readers/page/dates.h"
#include "connectors/readers/page/meta.h"
#include "connectors/readers/page/words.h"
#include "daemon/dates/dates.h"
#include "daemon/web/discovery.h"
#include "daemon/web/sniff.h"
#include "daemon/web/url.h"

#include <cstddef>
#include <utility>

namespace khabard {
namespace {

// Prose of an article, in code points, below which a page must say itself that it is one.
constexpr std::size_t prose_chars_min = 140;
// With more link text than this for a unit of prose a page is a list of articles, unless its prose
// is long.
constexpr std::size_t link_chars_per_prose_max = 4;
constexpr std::size_t prose_chars_long = 2500;
// The same for prose that stands under linked headlines.
constexpr double teaser_share_max = 0.5;

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (const std::string& part : parts) {
        out += out.empty() ? "" : separator;
        out += part;
    }
    return out;
}

bool is_front_address(std::string_view address) {
    const auto url = parse_url(address);
    return url && url->path == "/" && !url->query;
}

bool looks_like_article(const PageBody& body, std::string_view title, std::string_view address) {
    if (body.prose_chars < prose_chars_min || body.teaser_share >= teaser_share_max ||
        is_error_title(title)) {
        return false;
    }
    const bool many_links = body.link_chars >= link_chars_per_prose_max * body.prose_chars;
    if (many_links && body.prose_chars < prose_chars_long) {
        return false;
    }
    return !is_front_address(address) || body.link_chars < body.prose_chars;
}

std::string article_text(const PageBody& body, const PageMeta& meta, std::string_view address) {
    const bool article =
        meta.is_article || looks_like_article(body, meta.title.value_or(""), address);
    std::string text = article ? joined(body.paragraphs, "\n\n") : std::string();
    // Scripts of some sites draw the text; its source is in the JSON-LD alone.
    return meta.article_body.size() > 2 * text.size() ? meta.article_body : text;
}

std::string published_date(const HtmlDocument& page, const PageMeta& meta, std::string_view url) {
    std::string date = first_readable_date(meta.published);
    if (date.empty()) {
        date = first_readable_date(visible_dates(page));
    }
    if (date.empty() && date_in_url(url)) {
        date = format_rfc3339_seconds(date_in_url(url)->at).substr(0, 10);
    }
    if (date.empty()) {
        date = first_readable_date(text_dates(page));
    }
    if (date.empty()) {
        date = first_readable_date(meta.modified);
    }
    return date;
}

std::optional<std::string> stated(std::string text) {
    return text.empty() ? std::nullopt : std::optional<std::string>(std::move(text));
}

RawItem item_of(const HtmlDocument& page, PageMeta meta, const std::string& page_url) {
    const std::string title = meta.title.value_or("");
    const PageBody body = find_page_body(page, title);
    RawItem item{};
    if (meta.title) {
        item.title = RawText{*meta.title, Markup::plain};
    }
    item.link = stated(page_url);
    item.published = stated(published_date(page, meta, page_url));
    item.updated = stated(first_readable_date(meta.modified));
    if (meta.description) {
        item.summary = RawText{*meta.description, Markup::plain};
    }
    item.content = RawText{article_text(body, meta, page_url), Markup::plain};
    item.author = stated(joined(meta.authors, ", "));
    item.authors = std::move(meta.authors);
    item.categories = std::move(meta.keywords);
    item.image = std::move(meta.image);
    item.section = std::move(meta.section);
    item.language = std::move(meta.language);
    item.canonical_url = std::move(meta.canonical_url);
    if (!meta.robots.empty()) {
        item.further.push_back({"robots", std::move(meta.robots)});
    }
    if (!meta.tdm_reservation.empty()) {
        item.further.push_back({"tdm_reservation", std::move(meta.tdm_reservation)});
    }
    item.whole_article = true;
    item.position = 1;
    return item;
}

}  // namespace

bool claims_page(const Document& document) {
    return sniff_body(document.text.str(), document.content_type) == BodyKind::html;
}

Result<RawFeed> read_page(const Document& document, const ReadOptions& options) {
    const Limits& limits = options.limits;
    const HtmlDocument page =
        parse_html(document.text.str(), {limits.page_bytes_max, limits.html_nodes_max,
                                         limits.html_depth_max, limits.attribute_bytes_max});
    PageMeta meta = read_page_meta(page, document_base(page, document.url));
    RawFeed feed{};
    feed.format = "page";
    feed.wellformed = !page.truncated;
    feed.warnings = page.warnings;
    feed.feed.title = meta.site_name;
    feed.feed.link = stated(document.url);
    feed.feed.language = meta.language;
    for (FeedLink& link : find_feed_links(page, document.url)) {
        feed.followups.push_back({FollowupKind::alternate_feed, std::move(link.url)});
    }
    feed.items.push_back(item_of(page, std::move(meta), document.url));
    return feed;
}

}  // namespace khabard
