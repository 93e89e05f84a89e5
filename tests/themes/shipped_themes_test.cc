// The shipped theme files: they compile, their examples hold, and on the development set (which
// stands beside the repository, not in it) they reach what is promised.

#include "daemon/lib/json/json_value.h"
#include "daemon/themes/examples.h"
#include "tests/support/catch.h"
#include "tests/themes/theme_text.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace khabard {
namespace {

std::string slurp(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

ThemeSet shipped(Complaints& complaints) {
    std::vector<ThemeFile> files;
    for (const auto& entry : std::filesystem::directory_iterator(
             std::filesystem::path(KHABARD_SOURCE_DIR) / "config" / "themes")) {
        if (entry.path().extension() == ".toml") {
            files.push_back(ThemeFile{entry.path().filename().string(), slurp(entry.path())});
        }
    }
    std::sort(files.begin(), files.end(),
              [](const ThemeFile& a, const ThemeFile& b) { return a.name < b.name; });
    return compile_themes(files, complaints);
}

void none(const Complaints& complaints) {
    std::string all;
    for (const Complaint& complaint : complaints) {
        all += format_complaint(complaint) + "\n";
    }
    CAPTURE(all);
    CHECK(complaints.empty());
}

TEST_CASE("the shipped theme files are without mistakes and their examples hold") {
    Complaints complaints;
    const ThemeSet set = shipped(complaints);
    none(complaints);
    none(run_examples(set));
    for (const ThemeInfo& theme : set.themes()) {
        CAPTURE(theme.id);
        const auto count = [&](bool must) {
            return std::count_if(set.examples().begin(), set.examples().end(),
                                 [&](const ThemeExample& example) {
                                     return example.theme == theme.id && example.must == must;
                                 });
        };
        CHECK(count(true) >= 3);
        CHECK(count(false) >= 2);
        CHECK(theme.topic == "news.ar." + theme.id);
        CHECK(theme.enabled == (theme.id != "prisoner-exchange"));
    }
    CHECK(set.themes().size() == 4);
}

TEST_CASE("scores are the same whichever order the files come in") {
    Complaints complaints;
    const ThemeSet set = shipped(complaints);
    const auto tokens = tokens_of(
        "اتفقت موسكو وكييف على وقف الهجمات على محطات الطاقة، وبقيت قضية دونباس والضمانات الأمنية "
        "لأوكرانيا بلا حل.");
    const auto first = set.score(tokens);
    REQUIRE(first.size() == 3);
    CHECK(labelled_in(first).size() == 3);
    const auto second = shipped(complaints).score(tokens);
    for (std::size_t at = 0; at < first.size(); ++at) {
        CHECK(first[at].score == second[at].score);
        CHECK(first[at].evidence.size() == second[at].evidence.size());
    }
}

struct Counts {
    double right = 0;
    double wrong = 0;
    double missed = 0;

    double f1() const { return 2 * right / (2 * right + wrong + missed); }
};

TEST_CASE("the development set is labelled as promised") {
    const std::filesystem::path path =
        std::filesystem::path(KHABARD_SOURCE_DIR) / ".." / "shared" / "eval" / "themes.jsonl";
    if (!std::filesystem::exists(path)) {
        WARN("skipped: the development set does not stand beside the repository");
        return;
    }
    Complaints complaints;
    const ThemeSet set = shipped(complaints);
    Counts counts;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        const auto item = parse_json(line, JsonLimits{.bytes_max = 1U << 20});
        REQUIRE(item);
        const auto found = labelled_in(set.score(tokens_of(
            *item->find("text")->string(), item->find("title")->scalar_text().value_or(""))));
        std::vector<std::string> wanted;
        for (const JsonValue& theme : *item->find("themes")->array()) {
            wanted.push_back(*theme.string());
        }
        for (const ThemeInfo& theme : set.themes()) {
            const bool is = std::find(found.begin(), found.end(), theme.id) != found.end();
            const bool should = std::find(wanted.begin(), wanted.end(), theme.id) != wanted.end();
            counts.right += is && should ? 1 : 0;
            counts.wrong += is && !should ? 1 : 0;
            counts.missed += !is && should ? 1 : 0;
        }
    }
    CAPTURE(counts.right, counts.wrong, counts.missed);
    CHECK(counts.f1() >= 0.95);
}

// paraphrases.tsv: short items in the manner of many desks, one a line, "theme, tab, text", or
// "none". They were written before anybody looked at what the rules made of them (the first 225
// found 73 % of their labels then, the next 54 61 %, the last 36 75 %, with 3 wrong ones in all);
// the rules were widened each time, so this guards what is found and says nothing about texts yet
// unseen.
TEST_CASE("paraphrases of the themes are found, and what is near them is not") {
    Complaints complaints;
    const ThemeSet set = shipped(complaints);
    std::ifstream in(std::filesystem::path(KHABARD_SOURCE_DIR) / "tests" / "themes" /
                     "paraphrases.tsv");
    Counts counts;
    std::string missed;
    std::size_t items = 0;
    for (std::string line; std::getline(in, line); ++items) {
        const std::size_t tab = line.find('\t');
        REQUIRE(tab != std::string::npos);
        const std::string wanted = line.substr(0, tab);
        const auto found = labelled_in(set.score(tokens_of(line.substr(tab + 1))));
        const bool is = std::find(found.begin(), found.end(), wanted) != found.end();
        counts.right += is ? 1 : 0;
        counts.missed += !is && wanted != "none" ? 1 : 0;
        counts.wrong += static_cast<double>(found.size() - (is ? 1 : 0));
        missed += is || wanted == "none" ? "" : line + "\n";
    }
    CAPTURE(counts.right, counts.wrong, counts.missed, missed);
    CHECK(items >= 310);
    CHECK(counts.f1() >= 0.95);
    CHECK(counts.wrong <= 5);
}

}  // namespace
}  // namespace khabard
