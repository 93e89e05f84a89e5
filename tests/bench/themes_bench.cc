// How many articles the theme engine labels in a CPU second, for the shipped themes and for 3 and
// 300 generated themes of 100 phrases each: scoring alone, and together with the tokens that it
// works on (which are made once for all themes).
//
//     themes_bench CORPUS.tsv      one article a line: headline, tab, text
//
// Without a corpus it makes 2,000 articles of 250 words out of generated words. The phrases are
// taken from the corpus itself, so that every theme is really met.

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
#include <utility>
#include <vector>

namespace khabard {
namespace {

constexpr std::size_t phrases_per_theme = 100;
constexpr std::size_t common_words = 300;

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

struct Articles {
    std::vector<ThemeTokens> tokens;
    double seconds_each;  // to make the tokens of one
};

Articles tokens_of(const std::vector<Story>& stories) {
    const DisplayText none = DisplayText::from_cleaned("");
    std::vector<std::pair<DisplayText, DisplayText>> texts;
    for (const Story& story : stories) {
        texts.emplace_back(DisplayText::from_cleaned(to_display(story.headline)),
                           DisplayText::from_cleaned(to_display(story.body)));
    }
    Articles articles{{}, 0};
    const double start = cpu_seconds();
    for (const auto& [headline, body] : texts) {
        articles.tokens.push_back(theme_tokens(ArticleText{headline, none, body}));
    }
    articles.seconds_each = (cpu_seconds() - start) / static_cast<double>(stories.size());
    return articles;
}

// The words of every story, folded, without the most frequent words of the language and what the
// language of patterns uses for itself: nobody makes a theme of "that", "in" and "who".
std::vector<std::vector<std::string>> content_words(const std::vector<Story>& stories) {
    std::unordered_map<std::string, std::size_t> counts;
    for (const Story& story : stories) {
        std::stringstream folded(fold_for_themes(story.body));
        for (std::string word; folded >> word;) {
            ++counts[word];
        }
    }
    std::vector<std::size_t> ranked;
    for (const auto& [word, count] : counts) {
        ranked.push_back(count);
    }
    std::sort(ranked.rbegin(), ranked.rend());
    const std::size_t common = ranked[std::min(common_words, ranked.size() - 1)];
    std::vector<std::vector<std::string>> all;
    for (const Story& story : stories) {
        std::vector<std::string> words;
        std::stringstream folded(fold_for_themes(story.body));
        for (std::string word; folded >> word;) {
            if (counts[word] < common && word.find_first_of("\"\\{}()|&~=") == std::string::npos) {
                words.push_back(word);
            }
        }
        if (words.size() >= phrases_per_theme + 2) {
            all.push_back(std::move(words));
        }
    }
    return all;
}

// Themes of one subject each: the phrases of a theme are three content words that follow each other
// in one story of the corpus, half of them as a sequence with gaps, half in any order.
std::vector<ThemeFile> made_themes(std::size_t count,
                                   const std::vector<std::vector<std::string>>& stories,
                                   Chance& chance) {
    std::vector<ThemeFile> files;
    for (std::size_t theme = 0; theme < count; ++theme) {
        const std::string id = "made-" + std::to_string(theme);
        std::string text = "[theme]\nid = \"" + id + "\"\ntopic = \"t\"\nname_ar = \"n\"\n" +
                           "name_en = \"n\"\ndefinition = \"d\"\n";
        const std::vector<std::string>& words = stories[chance.below(stories.size())];
        for (std::size_t phrase = 0; phrase < phrases_per_theme; ++phrase) {
            const std::size_t at = chance.below(words.size() - 2);
            const std::string between = phrase % 2 == 0 ? " & " : " ~3 ";
            text += "[[pattern]]\nid = \"p" + std::to_string(phrase) +
                    "\"\nweight = 4\nmatch = \"" + words[at] + between + words[at + 1] + between +
                    words[at + 2] + "\"\n";
        }
        files.push_back(ThemeFile{id + ".toml", text});
    }
    return files;
}

std::vector<ThemeFile> shipped_themes() {
    std::vector<ThemeFile> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(
             std::filesystem::path(KHABARD_SOURCE_DIR) / "config" / "themes", error)) {
        if (entry.path().extension() == ".toml") {
            std::ifstream in(entry.path());
            std::stringstream text;
            text << in.rdbuf();
            files.push_back(ThemeFile{entry.path().filename().string(), text.str()});
        }
    }
    return files;
}

// CPU seconds that scoring one article takes.
double measure(const char* name, const std::vector<ThemeFile>& files, const Articles& articles) {
    Complaints complaints;
    double start = cpu_seconds();
    const ThemeSet set = compile_themes(files, complaints);
    const double compiling = cpu_seconds() - start;
    std::size_t scored = 0;
    std::size_t count = 0;
    start = cpu_seconds();
    do {
        for (const ThemeTokens& tokens : articles.tokens) {
            scored += set.score(tokens).size();
        }
        count += articles.tokens.size();
    } while (cpu_seconds() - start < 3);
    const double each = (cpu_seconds() - start) / static_cast<double>(count);
    std::printf(
        "%-18s %8.0f articles/CPU second, %6.0f with their tokens; %.2f themes touched an "
        "article; compiled in %.2f s%s\n",
        name, 1 / each, 1 / (each + articles.seconds_each),
        static_cast<double>(scored) / static_cast<double>(count), compiling,
        has_errors(complaints) ? ", WITH COMPLAINTS" : "");
    return each;
}

int run(const char* path) {
    Chance chance;
    const std::vector<Story> stories = path != nullptr ? read_corpus(path) : made_corpus(chance);
    if (stories.empty()) {
        std::fprintf(stderr, "no articles in the corpus\n");
        return EXIT_FAILURE;
    }
    const Articles articles = tokens_of(stories);
    std::printf("%-18s %8.0f articles/CPU second\n", "tokens", 1 / articles.seconds_each);
    const auto words = content_words(stories);
    const double shipped = measure("shipped themes", shipped_themes(), articles);
    const double few = measure("3 made themes", made_themes(3, words, chance), articles);
    const double many = measure("300 made themes", made_themes(300, words, chance), articles);
    std::printf(
        "300 made themes take %.2f times as long as the shipped ones, %.2f times as long as "
        "3 made ones; with the tokens %.2f times\n",
        many / shipped, many / few, (many + articles.seconds_each) / (few + articles.seconds_each));
    return EXIT_SUCCESS;
}

}  // namespace
}  // namespace khabard

int main(int count, char** arguments) {
    return khabard::run(count > 1 ? arguments[1] : nullptr);
}
