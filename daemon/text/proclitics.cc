#include "daemon/text/proclitics.h"

#include "daemon/text/unicode.h"

namespace khabard {

namespace {

std::string word(std::u32string_view letters) {
    std::string out;
    for (const char32_t letter : letters) {
        append_code_point(out, letter);
    }
    return out;
}

std::vector<std::string> make_proclitics() {
    const std::vector<std::string> conjunctions{
        {}, word(std::u32string{waw}), word(std::u32string{feh})};
    const std::vector<std::string> rest{
        {},
        word(std::u32string{beh}),
        word(std::u32string{kaf}),
        word(std::u32string{lam}),
        word(std::u32string{alef, lam}),
        word(std::u32string{beh, alef, lam}),
        word(std::u32string{kaf, alef, lam}),
        word(std::u32string{lam, lam}),
    };
    std::vector<std::string> all;
    for (const std::string& conjunction : conjunctions) {
        for (const std::string& preposition : rest) {
            all.push_back(conjunction + preposition);
        }
    }
    return all;
}

}  // namespace

const std::vector<std::string>& folded_proclitics() {
    static const std::vector<std::string> proclitics = make_proclitics();
    return proclitics;
}

}  // namespace khabard
