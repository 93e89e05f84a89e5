#include "tests/crash/ledger_of_topics.h"

#include "daemon/lib/json/json_value.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <utility>

namespace khabard {
namespace {

namespace fs = std::filesystem;

constexpr const char* duplicates_topic = "news.ar.duplicates";

std::string text(const JsonValue* value) {
    return value != nullptr && value->string() != nullptr ? *value->string() : std::string();
}

std::uint64_t number(const JsonValue* value) {
    return value != nullptr && value->integer() != nullptr
               ? static_cast<std::uint64_t>(*value->integer())
               : 0;
}

std::vector<std::string> texts(const JsonValue* value) {
    std::vector<std::string> all;
    if (value != nullptr && value->array() != nullptr) {
        for (const JsonValue& one : *value->array()) {
            all.push_back(text(&one));
        }
    }
    return all;
}

struct Checker {
    Comparison result{};

    void problem(std::size_t Comparison::*kind, const std::string& what) {
        ++(result.*kind);
        result.problems.push_back(what);
    }
};

using VersionId = std::pair<std::string, std::uint64_t>;

void check_topics_of_versions(Checker& checker, const std::vector<SeenRecord>& seen) {
    std::map<VersionId, std::set<std::string>> found;
    std::map<VersionId, std::set<std::string>> wanted;
    for (const SeenRecord& record : seen) {
        const VersionId id{record.key, record.version};
        if (!found[id].insert(record.topic).second) {
            checker.problem(&Comparison::doubled, record.url + " version " +
                                                      std::to_string(record.version) +
                                                      " stands twice in " + record.topic);
        }
        wanted[id].insert(record.topics.begin(), record.topics.end());
        wanted[id].insert(record.left_topics.begin(), record.left_topics.end());
    }
    checker.result.versions = found.size();
    for (const auto& [id, topics] : wanted) {
        if (topics != found[id]) {
            checker.problem(&Comparison::lost, "version " + std::to_string(id.second) + " of " +
                                                   id.first + " is not in all of its topics");
        }
    }
}

void check_order(Checker& checker, const std::vector<SeenRecord>& seen) {
    std::map<std::pair<std::string, std::string>, std::uint64_t> last_version;
    std::map<std::pair<std::string, int>, std::uint64_t> last_seq;
    std::map<std::string, std::set<std::uint64_t>> versions;
    for (const SeenRecord& record : seen) {
        std::uint64_t& version = last_version[{record.topic, record.key}];
        std::uint64_t& seq = last_seq[{record.topic, record.partition}];
        if (record.version <= version && version != 0) {
            checker.problem(&Comparison::out_of_order,
                            record.url + " is out of order in " + record.topic);
        }
        if (record.seq <= seq) {
            checker.problem(&Comparison::out_of_order, "sequence " + std::to_string(record.seq) +
                                                           " is out of order in " + record.topic);
        }
        version = record.version;
        seq = record.seq;
        versions[record.key].insert(record.version);
    }
    for (const auto& [key, all] : versions) {
        if (*all.begin() != 1 || *all.rbegin() != all.size()) {
            checker.problem(&Comparison::lost, "the versions of " + key + " have a gap");
        }
    }
}

// The last version of each article by its url.
std::map<std::string, SeenRecord> latest(Checker& checker, const std::vector<SeenRecord>& seen) {
    std::map<std::string, SeenRecord> last;
    std::map<std::string, std::string> key_of;
    for (const SeenRecord& record : seen) {
        const auto [key, fresh] = key_of.emplace(record.url, record.key);
        if (!fresh && key->second != record.key) {
            checker.problem(&Comparison::doubled, record.url + " has two article ids");
        }
        const auto at = last.find(record.url);
        if (at == last.end() || at->second.version <= record.version) {
            last.insert_or_assign(record.url, record);
        }
    }
    return last;
}

void check_articles(Checker& checker, const std::vector<SeenRecord>& seen,
                    const std::vector<TrueArticle>& truth) {
    const auto last = latest(checker, seen);
    std::set<std::string> known;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const TrueArticle& article = truth[i];
        known.insert(article.url);
        const auto found = last.find(article.url);
        if (found == last.end()) {
            checker.problem(&Comparison::lost, article.url + " was never published");
            continue;
        }
        const SeenRecord& record = found->second;
        const bool is_copy = record.event_type == "duplicate";
        if (article.pair != i) {
            const auto other = last.find(truth[article.pair].url);
            const bool other_is_copy =
                other != last.end() && other->second.event_type == "duplicate";
            if (is_copy == other_is_copy) {
                checker.problem(&Comparison::wrong, article.url +
                                                        " and its copy: not exactly one "
                                                        "of them is the duplicate");
            }
        }
        const std::vector<std::string> topics =
            is_copy ? std::vector<std::string>{duplicates_topic} : article.topics;
        if (record.topics != topics) {
            checker.problem(&Comparison::wrong, article.url + " stands in the wrong topics");
        }
        if (!is_copy && revision_in(record.body) != article.revision) {
            checker.problem(&Comparison::lost, article.url + ": revision " +
                                                   std::to_string(article.revision) +
                                                   " is missing, the last is " +
                                                   std::to_string(revision_in(record.body)));
        }
    }
    for (const auto& [url, record] : last) {
        if (!known.contains(url)) {
            checker.problem(&Comparison::wrong, url + " was never written by anybody");
        }
    }
}

SeenRecord record_of(const JsonValue& line) {
    const JsonValue* value = line.find("value");
    const auto field = [value](const char* name) {
        return value != nullptr ? value->find(name) : nullptr;
    };
    return SeenRecord{.topic = text(line.find("topic")),
                      .key = text(line.find("key")),
                      .seq = number(line.find("seq")),
                      .version = number(field("version")),
                      .event_type = text(field("event_type")),
                      .url = text(field("url")),
                      .topics = texts(field("topics")),
                      .left_topics = texts(field("left_topics")),
                      .body = text(field("body"))};
}

}  // namespace

SeenRecord seen_record(const std::string& line) {
    const auto json = parse_json(line, {.bytes_max = 16U * 1024 * 1024});
    return json ? record_of(*json)
                : SeenRecord{"broken line: " + line, {}, 0, 0, {}, {}, {}, {}, {}};
}

std::vector<SeenRecord> read_topic_files(const std::string& directory) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(directory)) {
        if (entry.path().extension() == ".ndjson") {
            names.push_back(entry.path().string());
        }
    }
    // "<topic>.<time>.ndjson" sorts before "<topic>.ndjson": digits before letters.
    std::sort(names.begin(), names.end());
    std::vector<SeenRecord> records;
    for (const std::string& name : names) {
        std::ifstream file(name);
        std::string line;
        while (std::getline(file, line)) {
            records.push_back(seen_record(line));
        }
    }
    return records;
}

Comparison compare_with_truth(const std::vector<SeenRecord>& seen,
                              const std::vector<TrueArticle>& truth) {
    Checker checker;
    checker.result.articles = truth.size();
    check_topics_of_versions(checker, seen);
    check_order(checker, seen);
    check_articles(checker, seen, truth);
    return checker.result;
}

}  // namespace khabard
