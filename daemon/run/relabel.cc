#include "daemon/run/relabel.h"

#include "daemon/base/join.h"
#include "daemon/lib/json/json_writer.h"
#include "daemon/pipeline/relabel.h"

#include <algorithm>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t lines_max = 50;  // headlines that are shown

void count(RelabelTally& tally, const Relabelled& relabelled) {
    ++tally.changed;
    tally.without_details += relabelled.complete ? 0 : 1;
    for (const std::string& theme : relabelled.gained) {
        ++tally.themes[theme].gained;
    }
    for (const std::string& theme : relabelled.lost) {
        ++tally.themes[theme].lost;
    }
    if (tally.lines.size() < lines_max) {
        tally.lines.push_back(
            {relabelled.change.article.headline.str(), relabelled.gained, relabelled.lost});
    }
}

// An article that has left the window does not come back into the index.
void stage(RelabelPorts ports, const ArticleChange& change) {
    const KnownArticle& article = change.article;
    if (change.indexed && article.first_seen >= ports.now - ports.rules.limits.dedupe_window) {
        ports.index.add(IndexedArticle{.id = article.id,
                                       .group = article.group,
                                       .source_id = article.source_id,
                                       .first_seen = article.first_seen,
                                       .themes = article.themes,
                                       .fingerprint = change.fingerprint});
    }
}

Status carry_out(RelabelPorts ports, Relabelled relabelled) {
    const FeedId feed = relabelled.change.article.feed;
    stage(ports, relabelled.change);
    Changes changes{};
    changes.articles.push_back(std::move(relabelled.change));
    changes.records.push_back(std::move(relabelled.record));
    changes.tally.count(VersionCause::relabel);
    return ports.ledger.apply(feed, changes);
}

std::string signed_names(const RelabelTally::Line& line) {
    std::vector<std::string> names;
    for (const std::string& theme : line.gained) {
        names.push_back("+" + theme);
    }
    for (const std::string& theme : line.lost) {
        names.push_back("-" + theme);
    }
    return join(names, " ");
}

}  // namespace

RelabelWork begin_relabel(const RelabelRequest& request) {
    return RelabelWork{
        .request = request, .place = StoredPlace{request.since, ""}, .tally = {}, .done = false};
}

RelabelWork again_from_the_start(RelabelWork work) {
    work.place = StoredPlace{work.request.since, ""};
    return work;
}

Result<RelabelWork> relabel_piece(RelabelPorts ports, RelabelWork work, std::size_t rows_max) {
    const auto page = ports.ledger.stored(work.place, rows_max);
    if (!page) {
        return page.error();
    }
    for (const StoredArticle& stored : page->articles) {
        ++work.tally.looked_at;
        auto relabelled = relabel(stored, ports.index, ports.rules, ports.now);
        if (!relabelled) {
            continue;
        }
        count(work.tally, *relabelled);
        if (!work.request.dry_run) {
            if (auto applied = carry_out(ports, std::move(*relabelled)); !applied) {
                return applied.error();
            }
        }
    }
    work.done = !page->next.has_value();
    work.place = page->next.value_or(work.place);
    return work;
}

std::string relabel_text(const RelabelWork& work) {
    const RelabelTally& tally = work.tally;
    std::string text;
    for (const RelabelTally::Line& line : tally.lines) {
        std::string headline = line.headline;
        std::replace(headline.begin(), headline.end(), '\n', ' ');
        text += signed_names(line) + "  " + headline + "\n";
    }
    if (tally.changed > tally.lines.size()) {
        text += "and " + std::to_string(tally.changed - tally.lines.size()) + " more\n";
    }
    for (const auto& [theme, count] : tally.themes) {
        text += theme + ": " + std::to_string(count.gained) + " gained, " +
                std::to_string(count.lost) + " lost\n";
    }
    text += std::to_string(tally.looked_at) + " stored articles looked at, " +
            std::to_string(tally.changed) +
            (work.request.dry_run ? " would become a new version\n" : " became a new version\n");
    if (tally.without_details > 0) {
        text += std::to_string(tally.without_details) +
                " of them were stored by an older khabard without their details: their records "
                "lack address, dates and credits, and say so (stored_without_details)\n";
    }
    return text;
}

std::string relabel_json(const RelabelWork& work) {
    JsonWriter json;
    json.begin_object();
    json.key("dry_run").boolean(work.request.dry_run);
    json.key("looked_at").unsigned_integer(work.tally.looked_at);
    json.key("changed").unsigned_integer(work.tally.changed);
    json.key("without_details").unsigned_integer(work.tally.without_details);
    json.key("themes").begin_object();
    for (const auto& [theme, count] : work.tally.themes) {
        json.key(theme).begin_object();
        json.key("gained").unsigned_integer(count.gained);
        json.key("lost").unsigned_integer(count.lost);
        json.end_object();
    }
    json.end_object().end_object();
    return json.take();
}

}  // namespace khabard
