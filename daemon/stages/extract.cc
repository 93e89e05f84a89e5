#include "daemon/stages/extract.h"

#include "daemon/dates/dates.h"
#include "daemon/stages/html_blocks.h"
#include "daemon/stages/scraped_lines.h"
#include "daemon/text/mojibake.h"
#include "daemon/text/unicode.h"

#include <optional>
#include <utility>

namespace khabard {

namespace {

// A feed's content with fewer letters is a teaser.
constexpr std::size_t teaser_chars_max = 400;
// A summary that long, with nothing beside it, is the article itself.
constexpr std::size_t full_summary_chars_min = 900;

std::optional<std::string> line_if(const std::optional<RawText>& raw) {
    if (!raw) {
        return std::nullopt;
    }
    std::string line = line_of(*raw);
    return line.empty() ? std::nullopt : std::optional<std::string>(std::move(line));
}

// Text that was decoded wrongly before it reached us is mended before anything is read in it.
void mend(std::string& text, std::vector<Edit>& edits) {
    if (auto repaired = repair_mojibake(text)) {
        edits.push_back(Edit{"extract", "mojibake", "", ""});
        text = *std::move(repaired);
    }
}

// No article is that long: what is read beyond would only cost memory, a few hundred bytes a line.
void cut(std::string& text, const ExtractContext& context, std::vector<Edit>& edits) {
    std::size_t size = cut_length(text, context.text_bytes_max);
    std::size_t lines = 0;
    for (std::size_t at = text.find('\n'); at < size; at = text.find('\n', at + 1)) {
        if (++lines == context.text_lines_max) {
            size = at;
        }
    }
    if (size < text.size()) {
        text.resize(size);
        edits.push_back(Edit{"extract", "too-long", "", ""});
    }
}

RawItem mended(RawItem item, const ExtractContext& context, std::vector<Edit>& edits) {
    if (item.raw_text) {
        cut(*item.raw_text, context, edits);
    }
    if (item.content) {
        cut(item.content->text, context, edits);
    }
    for (auto* raw : {&item.title, &item.summary, &item.content}) {
        if (*raw) {
            mend((*raw)->text, edits);
        }
    }
    if (item.raw_text) {
        mend(*item.raw_text, edits);
    }
    return item;
}

DateOrigin origin_of(const ExtractContext& context, bool of_page) {
    if (of_page || context.format == "page") {
        return DateOrigin::page_meta;
    }
    return context.feed_kind == FeedKind::sitemap || context.format == "sitemap"
               ? DateOrigin::sitemap
               : DateOrigin::feed;
}

struct DateSource {
    const ExtractContext& context;
    Instant reference;
    bool of_page;
};

std::optional<StatedDate> stated_date(const std::optional<std::string>& raw,
                                      const DateSource& source) {
    if (!raw) {
        return std::nullopt;
    }
    const auto date = read_date(*raw, DateContext{source.reference, source.context.timezone});
    if (!date) {
        return std::nullopt;
    }
    const DateOrigin origin =
        date->relative ? DateOrigin::inferred : origin_of(source.context, source.of_page);
    return StatedDate{*date, *raw, origin};
}

std::size_t chars_of(const std::vector<Block>& blocks) {
    std::size_t chars = 0;
    for (const Block& block : blocks) {
        chars += count_code_points(block.text);
    }
    return chars;
}

// "...", an ellipsis, also in brackets: the publisher cut the text here.
bool trails_off(const std::vector<Block>& blocks) {
    if (blocks.empty()) {
        return false;
    }
    std::string_view text = blocks.back().text;
    while (text.ends_with(']') || text.ends_with(')') || text.ends_with(' ')) {
        text.remove_suffix(1);
    }
    return text.ends_with("...") || text.ends_with("..") || text.ends_with("\xE2\x80\xA6");
}

BodySource source_of_content(const RawItem& item, const ExtractContext& context) {
    if (item.page_text || context.format == "page") {
        return BodySource::page;
    }
    if (context.feed_kind == FeedKind::json_api) {
        return BodySource::api;
    }
    return item.whole_article ? BodySource::text : BodySource::feed_full;
}

// The text of an item that states its fields, and how much of the article it is.
void take_content(Draft& draft, const RawItem& item, const ExtractContext& context) {
    std::vector<Block> summary;
    if (item.summary) {
        summary = blocks_of(*item.summary);
    }
    if (item.content) {
        draft.blocks = blocks_of(*item.content);
    }
    draft.summary = line_if(item.summary);
    if (item.whole_article && !draft.blocks.empty()) {
        draft.body_source = source_of_content(item, context);
        const bool cut = item.page_text && trails_off(draft.blocks);
        draft.representation = cut ? Representation::partial : Representation::full;
        return;
    }
    const bool summary_is_article =
        draft.blocks.empty() && !trails_off(summary) && chars_of(summary) >= full_summary_chars_min;
    if (summary_is_article) {
        draft.blocks = std::move(summary);
        draft.summary.reset();
    }
    const std::size_t chars = chars_of(draft.blocks);
    if (chars == 0) {
        draft.body_source = draft.summary ? BodySource::feed_summary : BodySource::none;
        draft.representation = Representation::summary_only;
        return;
    }
    draft.body_source = source_of_content(item, context);
    const bool teaser = trails_off(draft.blocks) || chars < teaser_chars_max;
    draft.representation = teaser ? Representation::partial : Representation::full;
}

std::optional<std::string> image_of(const RawItem& item) {
    if (item.image) {
        return item.image;
    }
    for (const Enclosure& enclosure : item.enclosures) {
        if (enclosure.type.starts_with("image/")) {
            return enclosure.url;
        }
    }
    return std::nullopt;
}

std::vector<std::string> authors_of(const RawItem& item) {
    if (!item.authors.empty() || !item.author) {
        return item.authors;
    }
    return {*item.author};
}

bool is_whole_document(const RawItem& item, const ExtractContext& context) {
    return context.format == "page" || context.format == "text" || item.whole_article;
}

}  // namespace

std::vector<Draft> extract(const RawItem& raw_item, const ExtractContext& context) {
    std::vector<Edit> edits;
    const RawItem item = mended(raw_item, context, edits);
    const Instant reference = item.fetched_at ? *item.fetched_at : context.now;
    const DateSource dates{context, reference, item.page_date};
    Draft draft{.title = line_if(item.title),
                .summary = std::nullopt,
                .blocks = {},
                .published = stated_date(item.published, dates),
                .modified = stated_date(item.updated, dates),
                .authors = authors_of(item),
                .keywords = item.categories,
                .section = item.section,
                .image_url = image_of(item),
                .declared_language = item.language,
                .guid = item.id ? *item.id : "",
                .url = item.link ? *item.link : "",
                .canonical_url = item.canonical_url ? *item.canonical_url : "",
                .source_name = item.source_name,
                .body_source = BodySource::none,
                .representation = Representation::full,
                .search_text = item.raw_text.has_value(),
                .reference = reference,
                .edits = std::move(edits)};
    if (draft.url.empty() && is_whole_document(item, context) &&
        context.document_url.starts_with("http")) {
        draft.url = context.document_url;
    }
    if (!draft.published && draft.modified && context.feed_kind != FeedKind::sitemap) {
        draft.published = draft.modified;
    }
    if (item.raw_text) {
        ScrapedLines scraped = scraped_lines(*item.raw_text);
        draft.blocks = std::move(scraped.lines);
        draft.edits.insert(draft.edits.end(), scraped.edits.begin(), scraped.edits.end());
        draft.summary = line_if(item.summary);
        draft.body_source = BodySource::text;
    } else {
        take_content(draft, item, context);
    }
    if (!draft.title && !draft.summary && draft.blocks.empty()) {
        return {};
    }
    return {std::move(draft)};
}

}  // namespace khabard
