// How many articles the theme engine labels in a CPU second, for the shipped themes and for 3 and
// 300 generated themes of 100 phrases each.
//
//     themes_bench CORPUS.tsv      one article a line: headline, tab, text
//
// Without a corpus it makes 2,000 articles of 250 words out of generated words. The words of the
// generated phrases are drawn from the corpus itself, so that every theme is really met.

#include "daemon/text/display.h"
#include "daemon/text/fold.h"
#include "daemon/themes/engine.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

namespace khabard {
namespace {

constexpr std::size_t phrases_per_theme = 100;

// A small generator of its own, so that a run can be repeated anywhere.
class Chance {
public:
    std::size_t below(std::size_t limit) {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::size_t>((state_ >> 33U) % limit);
    }

private:
    std::uint64_t state_ = 42;
};

struct Story {
    std::string headline;
    std::string body;
};

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::vector<Story> read_corpus(const char* path) {
    std::vector<Story> stories;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        const std::size_t tab = std::min(line.find('\t'), line.size() - 1);
        stories.push_back(Story{line.substr(0, tab), line.substr(tab + 1)});
    }
    return stories;
}

std::vector<Story> made_corpus(Chance& chance) {
    std::vector<Story> stories(2000);
    for (Story& story : stories) {
        for (int word = 0; word < 250; ++word) {
            // Squaring makes some words common and most rare, as in a language.
            const std::size_t pick = chance.below(300) * chance.below(300);
            story.body += "w" + std::to_string(pick) + (word % 20 == 19 ? ". " : " ");
        }
    }
    return stories;
}

std::vector<ThemeTokens> tokens_of(const std::vector<Story>& stories) {
    const DisplayText none = DisplayText::from_cleaned("");
    std::vector<ThemeTokens> all;
    for (const Story& story : stories) {
        const DisplayText headline = DisplayText::from_cleaned(to_display(story.headline));
        const DisplayText body = DisplayText::from_cleaned(to_display(story.body));
        all.push_back(theme_tokens(ArticleText{headline, none, body}));
    }
    return all;
}

// The words of the corpus that occur at least three times, in a fixed order.
std::vector<std::string> vocabulary(const std::vector<Story>& stories) {
    std::unordered_map<std::string, int> counts;
    for (const Story& story : stories) {
        std::stringstream words(fold_for_themes(story.body));
        for (std::string word; words >> word;) {
            ++counts[word];
        }
    }
    std::vector<std::string> words;
    for (const auto& [word, count] : counts) {
        if (count >= 3 && word.find_first_of("\"\\{}()|&~=") == std::string::npos) {
            words.push_back(word);
        }
    }
    std::sort(words.begin(), words.end());
    return words;
}

std::vector<ThemeFile> made_themes(std::size_t count, const std::vector<std::string>& words,
                                   Chance& chance) {
    std::vector<ThemeFile> files;
    for (std::size_t theme = 0; theme < count; ++theme) {
        const std::string id = "made-" + std::to_string(theme);
        std::string text = "[theme]\nid = \"" + id + "\"\ntopic = \"t\"\nname_ar = \"n\"\n" +
                           "name_en = \"n\"\ndefinition = \"d\"\n";
        for (std::size_t phrase = 0; phrase < phrases_per_theme; ++phrase) {
            const auto word = [&] { return words[chance.below(words.size())]; };
            const bool near = phrase % 2 == 0;
            text += "[[pattern]]\nid = \"p" + std::to_string(phrase) + "\"\nweight = 4\nmatch = \"";
            text += near ? word() + " & " + word() + " & " + word() : word() + " " + word();
            text += "\"\n";
        }
        files.push_back(ThemeFile{id + ".toml", text});
    }
    return files;
}

std::vector<ThemeFile> shipped_themes() {
    std::vector<ThemeFile> files;
    for (const auto& entry : std::filesystem::directory_iterator(
             std::filesystem::path(KHABARD_SOURCE_DIR) / "config" / "themes")) {
        if (entry.path().extension() == ".toml") {
            std::ifstream in(entry.path());
            std::stringstream text;
            text << in.rdbuf();
            files.push_back(ThemeFile{entry.path().filename().string(), text.str()});
        }
    }
    return files;
}

// Articles per CPU second.
double measure(const char* name, const std::vector<ThemeFile>& files,
               const std::vector<ThemeTokens>& articles) {
    Complaints complaints;
    double start = cpu_seconds();
    const ThemeSet set = compile_themes(files, complaints);
    const double compiling = cpu_seconds() - start;
    std::size_t scored = 0;
    std::size_t rounds = 0;
    start = cpu_seconds();
    do {
        for (const ThemeTokens& tokens : articles) {
            scored += set.score(tokens).size();
        }
        ++rounds;
    } while (cpu_seconds() - start < 2);
    const double rate = static_cast<double>(rounds * articles.size()) / (cpu_seconds() - start);
    std::printf(
        "%-22s %9.0f articles/CPU second, compiled in %.2f s, %.2f themes touched an article"
        "%s\n",
        name, rate, compiling,
        static_cast<double>(scored) / static_cast<double>(rounds * articles.size()),
        has_errors(complaints) ? ", WITH COMPLAINTS" : "");
    return rate;
}

int run(const char* path) {
    Chance chance;
    const std::vector<Story> stories = path != nullptr ? read_corpus(path) : made_corpus(chance);
    if (stories.empty()) {
        std::fprintf(stderr, "no articles in the corpus\n");
        return EXIT_FAILURE;
    }
    const double start = cpu_seconds();
    const std::vector<ThemeTokens> articles = tokens_of(stories);
    std::printf("%-22s %9.0f articles/CPU second (cleaning and folding, for comparison)\n",
                "tokens", static_cast<double>(stories.size()) / (cpu_seconds() - start));
    const std::vector<std::string> words = vocabulary(stories);
    measure("shipped themes", shipped_themes(), articles);
    const double few = measure("3 made themes", made_themes(3, words, chance), articles);
    const double many = measure("300 made themes", made_themes(300, words, chance), articles);
    std::printf("300 themes take %.2f times as long as 3\n", few / many);
    return EXIT_SUCCESS;
}

}  // namespace
}  // namespace khabard

int main(int count, char** arguments) {
    return khabard::run(count > 1 ? arguments[1] : nullptr);
}
