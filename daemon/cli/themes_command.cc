// `khabard themes test` and `khabard themes try`: for the people who write theme files.

#include "daemon/base/exit_status.h"
#include "daemon/cli/commands.h"
#include "daemon/cli/edge.h"
#include "daemon/cli/themes_report.h"
#include "daemon/config/theme_swap.h"
#include "daemon/run/input_file.h"
#include "daemon/run/process.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace khabard {
namespace {

constexpr std::size_t theme_file_bytes_max = std::size_t{16} << 20;
constexpr std::array<std::string_view, 7> corpus_extensions = {".txt",   ".html", ".htm", ".ndjson",
                                                               ".jsonl", ".xml",  ".json"};

PageStyle page_style(const Edge& edge) {
    return PageStyle{edge.terminal.out_is_a_terminal()};
}

Status print(Edge& edge, const std::string& text) {
    return text.empty() ? Status{} : edge.terminal.out(text);
}

int end(Edge& edge, const Status& printed, int status) {
    if (!printed) {
        edge.terminal.err("khabard themes: " + printed.error().text() + "\n");
        return exit_state;
    }
    return status;
}

bool any_failed(const std::vector<JudgedExample>& examples) {
    return std::any_of(examples.begin(), examples.end(),
                       [](const JudgedExample& judged) { return !judged.passed; });
}

// The files of CORPUS: itself, or what of a directory can be read as articles.
std::vector<std::string> corpus_files(Edge& edge, const std::string& corpus) {
    const auto names = edge.files.list(corpus);
    if (!names) {
        return {corpus};
    }
    std::vector<std::string> files;
    for (const std::string& name : *names) {
        const bool readable =
            std::any_of(corpus_extensions.begin(), corpus_extensions.end(),
                        [&](std::string_view ending) { return name.ends_with(ending); });
        if (readable && !name.starts_with('.')) {
            files.push_back(std::string(corpus).append("/").append(name));
        }
    }
    return files;
}

// Everything that one trial is about.
struct Trial {
    const Rules& before;
    const Rules& after;
    TrialReport report;
    bool refused;                  // some input could not be read
    std::size_t without_text = 0;  // items of the present file
};

std::string place_of(const std::string& file, const Article& article) {
    const std::string& name = article.guid.empty() ? article.url : article.guid;
    return name.empty() ? file : file + "  " + name;
}

void try_articles(Trial& trial, const std::string& file, const Prepared& prepared) {
    for (const PreparedItem& item : prepared.items) {
        for (const PreparedArticle& article : item.articles) {
            if (article.reason != Reason::none) {
                trial.report.add_skipped();
            } else {
                trial.report.add(article.candidate.article,
                                 place_of(file, article.candidate.article), trial.before.themes,
                                 trial.after.themes);
            }
        }
    }
}

void complain(Edge& edge, Trial& trial, const std::string& file, const std::string& what) {
    edge.terminal.err("khabard themes: " + file + ": " + what + "\n");
    trial.refused = true;
}

void try_piece(Edge& edge, Trial& trial, const std::string& file, const InputPiece& piece) {
    if (!piece.prepared) {
        return complain(edge, trial, file, piece.what);
    }
    if (piece.prepared->refused) {
        return complain(edge, trial, file, piece.prepared->refused->what);
    }
    for (const PreparedItem& item : piece.prepared->items) {
        if (item.reason == Reason::unreadable) {
            complain(edge, trial, file, item.what);
        }
        trial.without_text += item.reason == Reason::no_text ? 1U : 0U;
    }
    try_articles(trial, file, *piece.prepared);
}

Status try_corpus(Edge& edge, Trial& trial, const InputOptions& options,
                  const std::vector<std::string>& files) {
    for (const std::string& name : files) {
        InputFile file(edge.sources, options, name);
        while (const auto piece = file.next()) {
            try_piece(edge, trial, name, *piece);
            if (auto printed = print(edge, trial.report.take()); !printed) {
                return printed;
            }
        }
        if (const std::size_t items = std::exchange(trial.without_text, 0); items > 0) {
            complain(edge, trial, name,
                     std::to_string(items) +
                         " items have no text; an ndjson line has it in title, "
                         "summary, text or html");
        }
    }
    return print(edge, trial.report.closing());
}

// Complaints about the file under its name among the themes are complaints about the file itself.
Complaints about_candidate(Complaints complaints, const std::string& name,
                           const std::string& path) {
    for (Complaint& complaint : complaints) {
        if (complaint.file == name) {
            complaint.file = path;
        }
    }
    return complaints;
}

std::string heading(const ThemeSwap& swap, const std::string& path) {
    const std::string what = swap.theme.empty() ? "word classes" : "theme " + swap.theme;
    return what + ": " + path +
           (swap.replaces ? " in place of " + swap.name : std::string(" added")) + "\n";
}

std::vector<JudgedExample> examples_of(const ThemeSet& set, const std::string& file) {
    std::vector<JudgedExample> all = judge_examples(set);
    all.erase(std::remove_if(all.begin(), all.end(),
                             [&](const JudgedExample& one) { return one.example.file != file; }),
              all.end());
    return all;
}

// What the examples of all themes say; empty when they all come out as labelled.
std::string failed_examples(const CompiledRules& after, const ThemeSwap& swap,
                            const std::string& path, PageStyle style) {
    std::vector<JudgedExample> examples = swap.theme.empty()
                                              ? judge_examples(after.rules->themes)
                                              : examples_of(after.rules->themes, swap.name);
    if (!any_failed(examples)) {
        return {};
    }
    std::vector<ThemeInfo> themes;
    for (const ThemeInfo& theme : after.rules->themes.themes()) {
        if (swap.theme.empty() || theme.id == swap.theme) {
            themes.push_back(theme);
        }
    }
    for (JudgedExample& judged : examples) {
        judged.example.file = judged.example.file == swap.name ? path : judged.example.file;
    }
    return examples_report(themes, examples, style) + "\n";
}

int try_theme(Edge& edge, const ThemesArguments& arguments, const ConfigurationSource& source) {
    const auto text = edge.files.read(arguments.theme_file, theme_file_bytes_max);
    if (!text || !*text) {
        edge.terminal.err("khabard themes: " + arguments.theme_file + ": " +
                          (text ? "there is no such file" : text.error().what) + "\n");
        return exit_configuration;
    }
    const ConfigFiles files = with_shipped_rules(
        source.path ? read_config_files(edge.files, *source.path) : shipped_config());
    const LoadedConfig loaded = load_config(files, source.surroundings, source.purpose);
    const CompiledRules before = compile_rules(files, loaded.config, Generation{0});
    const ThemeSwap swap = with_theme_file(files, arguments.theme_file, **text);
    const CompiledRules after = compile_rules(swap.files, loaded.config, Generation{0});
    Complaints complaints = loaded.complaints;
    for (Complaint& complaint :
         about_candidate(after.complaints, swap.name, arguments.theme_file)) {
        complaints.push_back(std::move(complaint));
    }
    if (has_errors(complaints)) {
        print_complaints(edge, complaints);
        return exit_configuration;
    }
    const PageStyle style = page_style(edge);
    const std::string failed = failed_examples(after, swap, arguments.theme_file, style);
    Status printed = print(edge, heading(swap, arguments.theme_file) + failed);
    Trial trial{*before.rules, *after.rules, TrialReport(style, arguments.limit), false};
    const InputOptions options{.read_as = ReadAs::detect,
                               .url = {},
                               .charset = {},
                               .now = edge.clock.wall(),
                               .feed = process_feed(*before.rules, {}),
                               .rules = before.rules};
    if (printed) {
        printed = try_corpus(edge, trial, options, corpus_files(edge, arguments.corpus));
    }
    if (!failed.empty()) {
        return end(edge, printed, exit_complaints);
    }
    return end(edge, printed, trial.refused ? exit_refused : exit_ok);
}

}  // namespace

int execute_themes(const ThemesArguments& arguments) {
    Edge edge;
    ConfigArguments given = arguments.config;
    given.path = config_path(given);
    ConfigurationSource source = configuration_source(edge, given, Purpose::offline);
    source.run_examples = false;
    if (arguments.action == ThemesAction::try_) {
        return try_theme(edge, arguments, source);
    }
    const Configuration configuration = load_configuration(edge.files, source, Generation{0});
    if (has_errors(configuration.complaints)) {
        print_complaints(edge, configuration.complaints);
        return exit_configuration;
    }
    const ThemeSet& themes = configuration.rules->themes;
    const auto examples = judge_examples(themes);
    const Status printed =
        print(edge, examples_report(themes.themes(), examples, page_style(edge)));
    return end(edge, printed, any_failed(examples) ? exit_complaints : exit_ok);
}

}  // namespace khabard
