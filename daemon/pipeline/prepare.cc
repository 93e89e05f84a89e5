#include "daemon/pipeline/prepare.h"

#include "daemon/dates/dates.h"
#include "daemon/dedup/fingerprint.h"
#include "daemon/stages/clean.h"
#include "daemon/stages/compare.h"
#include "daemon/stages/compose.h"
#include "daemon/stages/decode.h"
#include "daemon/stages/extract.h"
#include "daemon/stages/identify.h"
#include "daemon/text/fold.h"
#include "daemon/web/url.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace khabard {
namespace {

// More undecodable sequences than this share of the bytes: the document is not what it claims.
constexpr std::size_t replaced_share = 200;  // 0.5 %

bool is_repeat(const Memory& memory, const SeenMark& mark) {
    const auto at =
        std::lower_bound(memory.seen.begin(), memory.seen.end(), mark.item,
                         [](const SeenMark& seen, const Digest& item) { return seen.item < item; });
    return at != memory.seen.end() && at->item == mark.item && at->raw == mark.raw;
}

Candidate classify(Article article, const Job& job, const IdentifyContext& context) {
    const Rules& rules = *job.rules;
    const std::string& address =
        article.canonical_url.empty() ? article.url : article.canonical_url;
    article.canonical_url = canonical_url(address).value_or(std::string());
    const ArticleText text{article.headline, article.summary, article.body};
    const DedupTokens dedup = dedup_tokens(text, rules.aliases);
    const ThemeTokens themes = theme_tokens(text);
    Fingerprint fingerprint = make_fingerprint(dedup);
    fingerprint.spelling = spelling_of(themes);
    Keys keys = identify(article, fingerprint.content, context);
    std::string outlet =
        outlet_of({article.guid, article.url, article.canonical_url}, job.feed.source.id);
    return Candidate{.article = std::move(article),
                     .outlet = std::move(outlet),
                     .keys = std::move(keys),
                     .fingerprint = std::move(fingerprint),
                     .scores = rules.themes.score(themes)};
}

// Items of a feed that is polled may be old news; those of a spool or of `process` never are.
bool may_be_old_news(const Job& job) {
    return job.follow_run_rules && job.feed.kind != FeedKind::directory;
}

void apply_age_rules(const Job& job, PreparedArticle& prepared) {
    const auto& published = prepared.candidate.article.published;
    if (!may_be_old_news(job) || !published) {
        return;
    }
    const auto age = job.now - published->date.at;
    if (age > job.rules->max_age) {
        prepared.reason = Reason::too_old;
    } else if (age > job.rules->backfill_age) {
        prepared.candidate.article.warnings.emplace_back("backfill");
    }
}

Reason reason_against(const Article& article, bool surely_not_arabic) {
    if (article.headline.empty() && article.body.empty() && article.summary.empty()) {
        return Reason::no_text;
    }
    return surely_not_arabic ? Reason::not_arabic : Reason::none;
}

struct Entry {
    const RawItem& item;
    bool guid_tells;  // IdentifyContext::guid_tells
};

// Where an item stands.
struct Place {
    const Job& job;
    const Document& document;
    Provenance provenance;
};

// Of an entry that is nothing but an address and a date.
bool is_old_address(const Job& job, const RawItem& item) {
    const auto& stated = item.published ? item.published : item.updated;
    if (!may_be_old_news(job) || !stated) {
        return false;
    }
    const auto date = read_date(*stated, DateContext{job.now, job.feed.timezone});
    return date && job.now - date->at > job.rules->max_age;
}

// Teasers wait for their pages. What somebody put into a spool is complete, unless told otherwise.
bool wants_page(const Job& job, const RawItem& item, const PreparedItem& prepared) {
    const FetchPages pages = job.feed.fetch_pages;
    const bool by_rule = pages == FetchPages::automatic && job.feed.kind != FeedKind::directory;
    if (job.page || item.whole_article || item.raw_text || job.feed.kind == FeedKind::page ||
        !(by_rule || pages == FetchPages::always)) {
        return false;
    }
    if (prepared.articles.empty()) {
        return prepared.reason == Reason::no_text && !is_old_address(job, item);
    }
    const PreparedArticle& first = prepared.articles.front();
    return first.reason == Reason::none &&
           (pages == FetchPages::always ||
            first.candidate.article.representation != Representation::full);
}

std::optional<PageWanted> page_of(const Place& place, const Entry& shown,
                                  const PreparedItem& prepared) {
    const RawItem& item = shown.item;
    const bool addressed = item.link && item.link->size() <= place.job.rules->limits.url_bytes_max;
    const auto key = addressed ? address_key(*item.link) : std::nullopt;
    if (!key || !wants_page(place.job, item, prepared)) {
        return std::nullopt;
    }
    PendingEntry entry{item, place.provenance, shown.guid_tells};
    if (!entry.item.fetched_at) {
        entry.item.fetched_at = place.job.now;
    }
    return PageWanted{*key, *item.link, encode_entry(entry)};
}

// A publisher takes a story back and shows nothing but its name (RFC 6721).
PreparedItem prepare_tombstone(const Job& job, const RawItem& item) {
    return PreparedItem{.mark = seen_mark(item, job.feed.id),
                        .articles = {},
                        .reason = Reason::withdrawn,
                        .what = {},
                        .page = std::nullopt,
                        .withdrawn = keys_without_text(item, job.feed.id)};
}

PreparedItem prepare_item(const Place& place, const Entry& entry) {
    const Job& job = place.job;
    const RawItem& item = entry.item;
    PreparedItem prepared{
        .mark = seen_mark(item, job.feed.id), .articles = {}, .reason = Reason::none, .what = {}};
    const ExtractContext context{.document_url = place.document.url,
                                 .format = place.provenance.format,
                                 .feed_kind = job.feed.kind,
                                 .timezone = job.feed.timezone,
                                 .now = job.now,
                                 .text_bytes_max = job.rules->limits.text_bytes_max,
                                 .text_lines_max = job.rules->limits.text_lines_max};
    std::size_t part = 0;
    for (Draft& draft : extract(item, context)) {
        for (CleanDraft& clean_draft :
             clean(std::move(draft), job.rules->cleaning, job.feed.timezone)) {
            const bool withdrawn = clean_draft.withdrawn;
            Article article = compose(std::move(clean_draft), job.rules->limits);
            const Reason against =
                withdrawn ? Reason::withdrawn : reason_against(article, article.surely_not_arabic);
            const IdentifyContext identity{.feed = job.feed.id,
                                           .part = ++part,
                                           .from_page = item.page_text,
                                           .guid_tells = entry.guid_tells};
            PreparedArticle one{classify(std::move(article), job, identity), against};
            apply_age_rules(job, one);
            prepared.articles.push_back(std::move(one));
        }
    }
    if (prepared.articles.empty()) {
        prepared.reason = Reason::no_text;
    }
    prepared.page = page_of(place, entry, prepared);
    return prepared;
}

// Of an entry whose guid is another's too, what else it states tells which one it is.
SeenMark mark_of(const RawItem& item, const FeedId& feed, bool guid_tells) {
    SeenMark mark = seen_mark(item, feed);
    if (!guid_tells) {
        RawItem without_guid = item;
        without_guid.id.reset();
        mark.item = seen_mark(without_guid, feed).item;
    }
    return mark;
}

struct EntryMark {
    SeenMark seen;
    bool guid_tells;  // false: another entry of the document has the same one
};

// Entries that share a guid within a document are told apart by their addresses, or by all they
// state; else each of them would look like a change of the other with every poll.
std::vector<EntryMark> marks_of(const std::vector<RawItem>& items, const FeedId& feed) {
    std::vector<EntryMark> marks;
    std::map<Digest, std::set<Digest>> stated;  // by different entries under one mark
    for (const RawItem& item : items) {
        marks.push_back({seen_mark(item, feed), true});
        if (!item.withdrawn) {
            stated[marks.back().seen.item].insert(marks.back().seen.raw);
        }
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!items[i].withdrawn && stated[marks[i].seen.item].size() > 1) {
            marks[i] = {mark_of(items[i], feed, false), false};
        }
    }
    return marks;
}

Prepared refused(const Job& job, Error error) {
    return Prepared{.feed = job.feed.id,
                    .items = {},
                    .shown = {},
                    .repeats = 0,
                    .refused = std::move(error),
                    .provenance = {job.fetched.status, {}, {}, {}, job.fetched.robots},
                    .body = digest_of(job.fetched.body.bytes),
                    .wellformed = false,
                    .truncated = job.fetched.truncated,
                    .warnings = {},
                    .ttl_minutes = std::nullopt};
}

struct ReadFeed {
    RawFeed feed;
    Document document;
};

// From bytes to what the publisher wrote.
Result<ReadFeed> read(const Job& job) {
    auto document = decode({.body = job.fetched.body,
                            .content_type = job.fetched.header("content-type").value_or(""),
                            .charset_hint = job.charset_hint,
                            .url = job.fetched.effective_url,
                            .truncated = job.fetched.truncated});
    if (!document) {
        return document.error();
    }
    if (document->replaced * replaced_share > job.fetched.body.bytes.size()) {
        return Error{
            Fault::malformed, job.fetched.url,
            std::to_string(document->replaced) + " sequences are no text in " + document->encoding};
    }
    const ReadOptions options{.entries_max = job.rules->limits.feed_entries_max,
                              .limits = job.rules->limits,
                              .json_api = job.feed.json};
    auto feed = read_document(*document, job.read_as, options);
    if (!feed) {
        return feed.error();
    }
    return ReadFeed{std::move(*feed), std::move(*document)};
}

// What the publisher says of further use, by headers and by the page itself.
void note_rights(Provenance& provenance, const Fetched& fetched, const RawItem* page) {
    provenance.robots_tag = fetched.header("x-robots-tag").value_or("");
    provenance.tdm_reservation = fetched.header("tdm-reservation").value_or("");
    if (page == nullptr) {
        return;
    }
    for (const Statement& statement : page->further) {
        if (statement.name == "robots") {
            provenance.robots_tag += (provenance.robots_tag.empty() ? "" : ", ") + statement.value;
        } else if (statement.name == "tdm_reservation" && provenance.tdm_reservation.empty()) {
            provenance.tdm_reservation = statement.value;
        }
    }
}

// The page of an entry, joined; nullopt: it came as something else than an article.
struct Completed {
    RawItem item;
    Document document;
    RawItem page;  // as it was read
};

std::optional<Completed> complete(const Job& job) {
    if (!job.page->came) {
        return std::nullopt;
    }
    auto page = read(job);
    if (!page || page->feed.items.empty()) {
        return std::nullopt;
    }
    auto joined = join_page(job.page->entry.item, page->feed.items.front());
    return joined ? std::optional(Completed{std::move(*joined), std::move(page->document),
                                            std::move(page->feed.items.front())})
                  : std::nullopt;
}

Prepared prepare_waiting(const Job& job) {
    const auto completed = complete(job);
    const RawItem& entry = job.page->entry.item;
    const Document nothing{.text = Utf8::from_decoded({}),
                           .url = {},
                           .content_type = {},
                           .encoding = {},
                           .encoding_reason = {},
                           .replaced = 0,
                           .truncated = false};
    const Document& document = completed ? completed->document : nothing;
    Prepared prepared{.feed = job.feed.id,
                      .items = {},
                      .shown = {},
                      .repeats = 0,
                      .refused = std::nullopt,
                      .provenance = job.page->entry.provenance,
                      .body = digest_of(job.fetched.body.bytes),
                      .wellformed = true,
                      .truncated = false,
                      .warnings = {},
                      .ttl_minutes = std::nullopt,
                      .page_used = completed.has_value()};
    // Also with its page the entry stands where its feed showed it.
    prepared.items.push_back(
        prepare_item({job, document, prepared.provenance},
                     {completed ? completed->item : entry, job.page->entry.guid_tells}));
    if (completed) {
        prepared.provenance = {job.fetched.status, document.encoding, document.encoding_reason,
                               "page", job.fetched.robots};
        note_rights(prepared.provenance, job.fetched, &completed->page);
    }
    prepared.items.front().mark = mark_of(entry, job.feed.id, job.page->entry.guid_tells);
    return prepared;
}

}  // namespace

Prepared prepare_items(const Job& job, RawFeed feed, const Document& document) {
    Prepared prepared{.feed = job.feed.id,
                      .items = {},
                      .shown = {},
                      .repeats = 0,
                      .refused = std::nullopt,
                      .provenance = {job.fetched.status, document.encoding,
                                     document.encoding_reason, feed.format, job.fetched.robots},
                      .body = digest_of(job.fetched.body.bytes),
                      .wellformed = feed.wellformed,
                      .truncated = job.fetched.truncated,
                      .warnings = std::move(feed.warnings),
                      .ttl_minutes = feed.feed.ttl_minutes};
    const bool is_page = feed.format == "page" && feed.items.size() == 1;
    note_rights(prepared.provenance, job.fetched, is_page ? &feed.items.front() : nullptr);
    prepared.followups = std::move(feed.followups);
    if (feed.format == "sitemapindex") {
        return prepared;  // it lists documents, not articles
    }
    const Place place{job, document, prepared.provenance};
    const std::vector<EntryMark> marks = marks_of(feed.items, job.feed.id);
    for (std::size_t i = 0; i < feed.items.size(); ++i) {
        const RawItem& item = feed.items[i];
        prepared.shown.push_back(marks[i].seen.item);
        if (is_repeat(job.memory, marks[i].seen)) {
            ++prepared.repeats;
            continue;
        }
        prepared.items.push_back(item.withdrawn ? prepare_tombstone(job, item)
                                                : prepare_item(place, {item, marks[i].guid_tells}));
        prepared.items.back().mark = marks[i].seen;
    }
    for (const RawReject& reject : feed.rejects) {
        // It is rejected once, and a repeat as long as the document shows it unchanged.
        const SeenMark mark{digest_of(job.feed.id.get() + "\n" + reject.excerpt),
                            digest_of(reject.excerpt)};
        prepared.shown.push_back(mark.item);
        prepared.items.push_back(
            PreparedItem{.mark = mark,
                         .articles = {},
                         .reason = Reason::unreadable,
                         .what = "item " + std::to_string(reject.position) + ": " + reject.what,
                         .excerpt = reject.excerpt});
    }
    std::sort(prepared.shown.begin(), prepared.shown.end());
    return prepared;
}

Prepared prepare(const Job& job) {
    if (job.page) {
        return prepare_waiting(job);
    }
    auto feed = read(job);
    return feed ? prepare_items(job, std::move(feed->feed), feed->document)
                : refused(job, feed.error());
}

}  // namespace khabard
