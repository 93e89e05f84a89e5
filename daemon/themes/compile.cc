#include "daemon/base/check.h"
#include "daemon/lib/toml/table_reader.h"
#include "daemon/text/fold.h"
#include "daemon/themes/affix_table.h"
#include "daemon/themes/compiled.h"
#include "daemon/themes/engine.h"
#include "daemon/themes/expression.h"
#include "daemon/themes/link.h"
#include "daemon/themes/theme_source.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace khabard {
namespace {

// The classes that a name can mean at one place: those of the theme, then the shared ones.
struct Scope {
    std::map<std::string, ClassId> own;
    const std::map<std::string, ClassId>* shared;
};

struct RuleOptions {
    std::uint32_t window;
    std::uint32_t sentences;
    bool is_pattern;
    std::uint32_t target;  // class or pattern
};

class Compiler {
public:
    Compiler(CompiledThemes& compiled, Complaints& complaints)
        : out_(compiled), complaints_(complaints) {}

    void run(ThemeSources& sources);

private:
    void complain(const std::string& file, TomlPlace place, std::string message,
                  std::string hint = {}) {
        complaints_.push_back(
            Complaint{file, place.line, place.column, std::move(message), std::move(hint)});
    }

    ClassId new_class() {
        includes_.emplace_back();
        return static_cast<ClassId>(includes_.size() - 1);
    }

    void declare(const ClassSource& source, std::map<std::string, ClassId>& names);
    void define(const ClassSource& source, const Scope& scope);
    void theme(ThemeSource& source, const Scope& scope);
    void pattern(const PatternSource& source, const ThemeSource& theme, const Scope& scope);
    Context context(const ContextSource& source, const std::string& file, const Scope& scope);

    std::optional<ClassId> find(const PlacedText& name, const std::string& file,
                                const Scope& scope);
    std::vector<ClassId> find_all(const std::vector<PlacedText>& names, const std::string& file,
                                  const Scope& scope);
    std::vector<WordId> words_of(const std::string& run, const std::vector<std::string>& deny);
    ClassId literal(const std::string& run);
    void expression(const PlacedText& text, const std::string& file, const Scope& scope,
                    const RuleOptions& options, const std::vector<std::string>& deny);
    void rule(const Expression& expression, const PlacedText& text, const std::string& file,
              const Scope& scope, const RuleOptions& options);

    CompiledThemes& out_;
    Complaints& complaints_;
    std::vector<std::vector<ClassId>> includes_;  // class -> classes that it belongs to, directly
    std::map<std::string, ClassId> literals_;
};

std::vector<std::string> denied_forms(const std::vector<PlacedText>& deny) {
    std::vector<std::string> forms;
    for (const PlacedText& word : deny) {
        const std::string folded = fold_for_themes(word.text);
        for (std::string_view conjunction : affixes::conjunctions()) {
            forms.push_back(std::string(conjunction) + folded);
        }
    }
    std::sort(forms.begin(), forms.end());
    return forms;
}

// "a", "a" and "b" -> did you mean ...
std::string suggestion(const std::string& name, const Scope& scope) {
    std::vector<std::string> known;
    for (const auto* names : {&scope.own, scope.shared}) {
        for (const auto& [other, id] : *names) {
            known.push_back(other);
        }
    }
    const auto near = nearest(name, known);
    return near ? "did you mean \"" + *near + "\"?" : "";
}

void Compiler::declare(const ClassSource& source, std::map<std::string, ClassId>& names) {
    const auto [at, fresh] = names.emplace(source.name, static_cast<ClassId>(includes_.size()));
    if (fresh) {
        new_class();
    } else {
        complain(source.file, source.place, "class \"" + source.name + "\" stands twice",
                 "join the two, or rename one");
    }
}

std::optional<ClassId> Compiler::find(const PlacedText& name, const std::string& file,
                                      const Scope& scope) {
    for (const auto* names : {&scope.own, scope.shared}) {
        const auto at = names->find(name.text);
        if (at != names->end()) {
            return at->second;
        }
    }
    complain(file, name.place, "unknown class \"" + name.text + "\"", suggestion(name.text, scope));
    return std::nullopt;
}

std::vector<ClassId> Compiler::find_all(const std::vector<PlacedText>& names,
                                        const std::string& file, const Scope& scope) {
    std::vector<ClassId> found;
    for (const PlacedText& name : names) {
        if (const auto id = find(name, file, scope)) {
            found.push_back(*id);
        }
    }
    return found;
}

// Splits a run at its blanks. A word that the fold takes apart (a hyphen) counts as several.
std::vector<WordId> Compiler::words_of(const std::string& run,
                                       const std::vector<std::string>& deny) {
    std::vector<WordId> words;
    std::size_t start = 0;
    while (start < run.size()) {
        const std::size_t end = std::min(run.find(' ', start), run.size());
        const std::string word = run.substr(start, end - start);
        start = end + 1;
        if (word.starts_with('=')) {
            words.push_back(out_.lexicon.add_word(word.substr(1), WordKind::exact, {}));
        } else {
            words.push_back(out_.lexicon.add_word(word, WordKind::literal, deny));
        }
    }
    return words;
}

ClassId Compiler::literal(const std::string& run) {
    const auto at = literals_.find(run);
    if (at != literals_.end()) {
        return at->second;
    }
    const ClassId id = new_class();
    literals_.emplace(run, id);
    out_.lexicon.add_phrase(words_of(run, {}), id);
    return id;
}

void Compiler::rule(const Expression& expression, const PlacedText& text, const std::string& file,
                    const Scope& scope, const RuleOptions& options) {
    std::vector<Part> parts;
    for (const Element& element : expression.elements) {
        if (!element.is_class) {
            parts.push_back(Part{literal(element.text), element.gap});
            continue;
        }
        TomlPlace place = text.place;
        place.column += static_cast<std::uint32_t>(element.offset + 1);
        const auto id = find(PlacedText{element.text, place}, file, scope);
        if (!id) {
            return;
        }
        parts.push_back(Part{*id, element.gap});
    }
    out_.rules.push_back(Rule{.parts_begin = static_cast<std::uint32_t>(out_.parts.size()),
                              .parts_count = static_cast<std::uint32_t>(parts.size()),
                              .window = options.window,
                              .sentences = options.sentences,
                              .level = 0,
                              .target = options.target,
                              .users_begin = 0,
                              .users_count = 0,
                              .any_order = expression.any_order,
                              .is_pattern = options.is_pattern});
    out_.parts.insert(out_.parts.end(), parts.begin(), parts.end());
}

void Compiler::expression(const PlacedText& text, const std::string& file, const Scope& scope,
                          const RuleOptions& options, const std::vector<std::string>& deny) {
    const ParsedExpression parsed = parse_expression(text.text);
    if (parsed.error) {
        TomlPlace place = text.place;
        place.column += static_cast<std::uint32_t>(parsed.error->offset + 1);
        complain(file, place, parsed.error->message, parsed.error->hint);
        return;
    }
    for (const Expression& one : parsed.alternatives) {
        const bool plain =
            !options.is_pattern && one.elements.size() == 1 && !one.elements.front().is_class;
        if (plain) {
            out_.lexicon.add_phrase(words_of(one.elements.front().text, deny), options.target);
        } else {
            rule(one, text, file, scope, options);
        }
    }
}

void Compiler::define(const ClassSource& source, const Scope& scope) {
    const auto own = scope.own.find(source.name);
    const ClassId id =
        own != scope.own.end() ? own->second : scope.shared->find(source.name)->second;
    const std::vector<std::string> deny = denied_forms(source.deny);
    for (const WordSource& word : source.words) {
        const WordId made = out_.lexicon.add_word(word.word.text, word.kind, deny);
        out_.lexicon.add_phrase({made}, id);
    }
    for (const PlacedText& phrase : source.phrases) {
        expression(phrase, source.file, scope, RuleOptions{source.window, 1, false, id}, deny);
    }
    for (const ClassId part : find_all(source.include, source.file, scope)) {
        includes_[part].push_back(id);
    }
}

Context Compiler::context(const ContextSource& source, const std::string& file,
                          const Scope& scope) {
    return Context{find_all(source.classes, file, scope), find_all(source.than, file, scope),
                   static_cast<std::size_t>(source.least),
                   static_cast<std::size_t>(source.per_words)};
}

void Compiler::pattern(const PatternSource& source, const ThemeSource& theme, const Scope& scope) {
    const auto id = static_cast<PatternId>(out_.patterns.size());
    const auto index = static_cast<ThemeIndex>(out_.themes.size() - 1);
    const GuardSource& guards = source.guards;
    ThemePattern made{source.id, index, source.weight,
                      Guards{find_all(guards.sentence_has, theme.file, scope),
                             find_all(guards.sentence_lacks, theme.file, scope),
                             find_all(guards.near_lacks, theme.file, scope),
                             find_all(guards.article_has, theme.file, scope),
                             find_all(guards.article_lacks, theme.file, scope)}};
    for (const ClassId everywhere : find_all(theme.sentence_lacks, theme.file, scope)) {
        made.guards.sentence_lacks.push_back(everywhere);
    }
    out_.patterns.push_back(std::move(made));
    for (const PlacedText& match : source.match) {
        expression(match, theme.file, scope, RuleOptions{source.window, source.sentences, true, id},
                   {});
    }
}

void Compiler::theme(ThemeSource& source, const Scope& scope) {
    for (const ClassSource& one : source.classes) {
        define(one, scope);
    }
    CompiledTheme made{source.threshold, source.strong,       source.pair, source.headline,
                       source.summary,   source.info.enabled, {},          {}};
    for (const ContextSource& one : source.require) {
        made.require.push_back(context(one, source.file, scope));
    }
    for (const ContextSource& one : source.outnumbered) {
        made.outnumbered.push_back(context(one, source.file, scope));
    }
    out_.themes.push_back(std::move(made));
    for (const PatternSource& one : source.patterns) {
        pattern(one, source, scope);
    }
    for (ThemeExample& example : source.examples) {
        out_.examples.push_back(std::move(example));
    }
    out_.infos.push_back(std::move(source.info));
}

void Compiler::run(ThemeSources& sources) {
    std::map<std::string, ClassId> shared;
    for (const ClassSource& source : sources.shared) {
        declare(source, shared);
    }
    const Scope shared_scope{{}, &shared};
    for (const ClassSource& source : sources.shared) {
        define(source, shared_scope);
    }
    for (ThemeSource& source : sources.themes) {
        Scope scope{{}, &shared};
        for (const ClassSource& own : source.classes) {
            if (shared.contains(own.name)) {
                complain(own.file, own.place,
                         "class \"" + own.name + "\" is a shared class already",
                         "rename it, or add the words to the shared one");
                continue;
            }
            declare(own, scope.own);
        }
        theme(source, scope);
    }
    link_rules(out_, includes_);
}

}  // namespace

ThemeSet compile_themes(const std::vector<ThemeFile>& files, Complaints& complaints) {
    ThemeSources sources = read_theme_files(files, complaints);
    auto compiled = std::make_unique<CompiledThemes>();
    Compiler(*compiled, complaints).run(sources);
    ThemeSet set;
    set.compiled_ = std::move(compiled);
    return set;
}

}  // namespace khabard
