#include "daemon/themes/word_forms.h"

#include "daemon/base/check.h"
#include "daemon/text/fold.h"
#include "daemon/themes/affix_table.h"

#include <algorithm>
#include <span>

namespace khabard {
namespace {

using Affixes = std::span<const std::string_view>;

constexpr std::size_t letter_bytes = 2;  // every letter of the affix tables
// A word of fewer letters that begins with alef and lam has no article.
constexpr std::size_t article_word_bytes_min = 5 * letter_bytes;

// The base as it stands before each sort of ending.
struct Base {
    std::string plain;      // folded, nothing after it
    std::string construct;  // before a pronoun or a dual: teh marbuta opened, final yeh to alef
    std::string plural;     // with the feminine plural ending
};

bool ends_with(std::string_view word, std::string_view ending) {
    return word.size() > ending.size() && word.ends_with(ending);
}

std::string without_last(std::string_view word) {
    return std::string(word.substr(0, word.size() - letter_bytes));
}

Base base_of(std::string_view word) {
    Base base{fold_for_themes(word), {}, {}};
    base.construct = base.plain;
    base.plural = base.plain + std::string(affixes::alef) + std::string(affixes::teh);
    if (ends_with(word, affixes::teh_marbuta)) {
        std::string stem = without_last(base.plain);
        base.construct = stem + std::string(affixes::teh);
        base.plural = stem + std::string(affixes::alef) + std::string(affixes::teh);
    } else if (ends_with(word, affixes::alef_maksura)) {
        base.construct = without_last(base.plain) + std::string(affixes::alef);
    }
    return base;
}

// Collects prefix x prefix x base x ending.
class Forms {
public:
    void add(Affixes outer, Affixes inner, std::string_view base, Affixes endings) {
        for (std::string_view first : outer) {
            for (std::string_view second : inner) {
                for (std::string_view ending : endings) {
                    std::string form(first);
                    form += second;
                    form += base;
                    form += ending;
                    forms_.push_back(std::move(form));
                }
            }
        }
    }

    std::vector<std::string> take() {
        std::sort(forms_.begin(), forms_.end());
        forms_.erase(std::unique(forms_.begin(), forms_.end()), forms_.end());
        return std::move(forms_);
    }

private:
    std::vector<std::string> forms_;
};

constexpr std::string_view nothing[] = {""};

// The word behind a written article, or the word itself.
std::string_view behind_article(std::string_view word) {
    if (word.size() >= article_word_bytes_min && word.starts_with(affixes::article)) {
        return word.substr(affixes::article.size());
    }
    return word;
}

void add_definite(Forms& forms, const Base& base, Affixes plain_endings) {
    forms.add(affixes::conjunctions(), affixes::articles(), base.plain, plain_endings);
}

void add_noun(Forms& forms, std::string_view word) {
    const Base base = base_of(word);
    add_definite(forms, base, affixes::definite_endings());
    forms.add(affixes::conjunctions(), affixes::articles(), base.construct,
              affixes::definite_endings().subspan(1, 2));
    forms.add(affixes::conjunctions(), affixes::articles(), base.plural, nothing);
    // Behind a written article no pronoun stands, but a word that merely begins like one (iltizam)
    // must keep its own; the shortest endings, which would make an adjective of it, are left out.
    const bool article = behind_article(word).size() < word.size();
    const Affixes endings = affixes::noun_endings();
    const Affixes pronouns = affixes::pronouns();
    forms.add(affixes::conjunctions(), affixes::prepositions(), base.plain,
              article ? endings.first(4) : endings);
    forms.add(affixes::conjunctions(), affixes::prepositions(), base.construct,
              article ? endings.subspan(1, 2) : endings.subspan(1));
    forms.add(affixes::conjunctions(), affixes::prepositions(), base.plural, nothing);
    for (const std::string& form : {base.construct, base.plural}) {
        forms.add(affixes::conjunctions(), affixes::light_prepositions(), form,
                  article ? pronouns.first(pronouns.size() - 1) : pronouns);
    }
}

void add_adjective(Forms& forms, std::string_view word) {
    const Base base = base_of(word);
    add_definite(forms, base, affixes::adjective_endings());
    forms.add(affixes::conjunctions(), affixes::prepositions(), base.plain,
              affixes::adjective_endings());
    if (base.construct != base.plain) {  // written feminine: the same without its teh marbuta
        const std::string stem = without_last(base.plain);
        forms.add(affixes::conjunctions(), affixes::articles(), stem, affixes::adjective_endings());
        forms.add(affixes::conjunctions(), affixes::prepositions(), stem,
                  affixes::adjective_endings());
    }
}

void add_perfect(Forms& forms, std::string_view word) {
    const std::string plain = fold_for_themes(word);
    std::string stem = plain;
    if (ends_with(word, affixes::alef_maksura)) {
        // takhalla: takhallat, takhallaw, takhallaya and with pronouns takhalla-ha.
        stem = without_last(plain);
        const std::string with_alef = stem + std::string(affixes::alef);
        forms.add(affixes::conjunctions(), nothing, with_alef, affixes::object_pronouns());
        forms.add(affixes::conjunctions(), nothing, plain, affixes::perfect_endings());
        forms.add(affixes::conjunctions(), nothing, plain + std::string(affixes::teh),
                  affixes::object_pronouns());
    }
    forms.add(affixes::conjunctions(), nothing, stem, affixes::perfect_endings());
    const std::string feminine = stem + std::string(affixes::teh);
    const std::string plural = stem + std::string(affixes::waw);
    for (const std::string& form : {stem, feminine, plural}) {
        forms.add(affixes::conjunctions(), nothing, form, affixes::object_pronouns());
    }
}

void add_imperfect(Forms& forms, std::string_view word) {
    const std::string plain = fold_for_themes(word);
    const std::string rest = plain.substr(letter_bytes);
    const bool weak = ends_with(word, affixes::alef_maksura) || ends_with(word, affixes::yeh);
    for (std::string_view person : affixes::persons()) {
        const std::string whole = std::string(person) + rest;
        forms.add(affixes::verb_proclitics(), nothing, whole, nothing);
        const std::string stem = weak ? without_last(whole) : whole;
        forms.add(affixes::verb_proclitics(), nothing, stem, affixes::imperfect_endings());
        forms.add(affixes::verb_proclitics(), nothing, whole, affixes::object_pronouns());
        const std::string_view plural = affixes::imperfect_endings()[2];
        forms.add(affixes::verb_proclitics(), nothing, stem + std::string(plural),
                  affixes::object_pronouns());
        if (weak) {
            const std::string with_alef = stem + std::string(affixes::alef);
            forms.add(affixes::verb_proclitics(), nothing, with_alef, affixes::object_pronouns());
        }
    }
}

void add_literal(Forms& forms, std::string_view word) {
    const std::string plain = fold_for_themes(word);
    forms.add(affixes::conjunctions(), affixes::prepositions(), plain, nothing);
    forms.add(affixes::conjunctions(), nothing, plain + std::string(affixes::alef), nothing);
    const std::string stem = fold_for_themes(behind_article(word));
    forms.add(affixes::conjunctions(), affixes::articles(), stem, nothing);
}

void add_name(Forms& forms, std::string_view word) {
    forms.add(affixes::name_proclitics(), nothing, fold_for_themes(word), nothing);
    const std::string_view stem = behind_article(word);
    if (stem.size() < word.size()) {
        forms.add(affixes::conjunctions(), affixes::articles(), fold_for_themes(stem), nothing);
    }
}

}  // namespace

std::vector<std::string> word_forms(std::string_view word, WordKind kind) {
    Forms forms;
    const std::string_view stem = behind_article(word);
    switch (kind) {
        case WordKind::noun:
            add_noun(forms, word);
            if (stem.size() < word.size()) {
                add_definite(forms, base_of(stem), affixes::definite_endings());
            }
            break;
        case WordKind::adjective:
            add_adjective(forms, word);
            if (stem.size() < word.size()) {
                add_definite(forms, base_of(stem), affixes::adjective_endings());
            }
            break;
        case WordKind::verb:
            if (word.starts_with(affixes::yeh)) {
                add_imperfect(forms, word);
            } else {
                add_perfect(forms, word);
            }
            break;
        case WordKind::literal: add_literal(forms, word); break;
        case WordKind::name: add_name(forms, word); break;
        case WordKind::exact: unreachable("an exact word has no forms");
    }
    return forms.take();
}

}  // namespace khabard
