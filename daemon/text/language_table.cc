// Letters and stop words of the languages of the Arabic script. One row each.
// Sources: the alphabets as listed by Unicode CLDR (exemplar characters of ar, fa, ur, ps, ckb, ug,
// sd); stop words are the most frequent function words of each language. A letter or word that two
// languages share stands with neither, or with the one that uses it far more.

#include "daemon/text/language_table.h"

#include <array>

namespace khabard {

namespace {

using L = ScriptLanguage;

constexpr std::array<OwnLetterRow, 45> letters{{
    {0x067E, L::persian},  // پ peh
    {0x0686, L::persian},  // چ tcheh
    {0x0698, L::persian},  // ژ jeh
    {0x06AF, L::persian},  // گ gaf
    {0x0679, L::urdu},     // ٹ tteh
    {0x0688, L::urdu},     // ڈ ddal
    {0x0691, L::urdu},     // ڑ rreh
    {0x06BA, L::urdu},     // ں noon ghunna
    {0x06D2, L::urdu},     // ے yeh barree
    {0x06C1, L::urdu},     // ہ heh goal
    {0x06BE, L::urdu},     // ھ heh doachashmee
    {0x06D3, L::urdu},     // ۓ yeh barree with hamza above
    {0x067C, L::pashto},   // ټ teh with ring
    {0x0689, L::pashto},   // ډ dal with ring
    {0x0693, L::pashto},   // ړ reh with ring
    {0x069A, L::pashto},   // ښ seen with dot below and dot above
    {0x0681, L::pashto},   // ځ hah with hamza above
    {0x0685, L::pashto},   // څ hah with three dots above
    {0x0696, L::pashto},   // ږ reh with dot below and dot above
    {0x06BC, L::pashto},   // ڼ noon with ring
    {0x06CD, L::pashto},   // ۍ yeh with tail
    {0x06D0, L::pashto},   // ې e
    {0x06D5, L::kurdish},  // ە ae
    {0x06CE, L::kurdish},  // ێ yeh with small v
    {0x06C6, L::kurdish},  // ۆ oe
    {0x0695, L::kurdish},  // ڕ reh with small v below
    {0x06B5, L::kurdish},  // ڵ lam with small v
    {0x06C7, L::uyghur},   // ۇ u
    {0x06C8, L::uyghur},   // ۈ yu
    {0x06CB, L::uyghur},   // ۋ ve
    {0x06AD, L::uyghur},   // ڭ ng
    {0x0684, L::sindhi},   // ڄ dyeh
    {0x0683, L::sindhi},   // ڃ nyeh
    {0x067B, L::sindhi},   // ٻ beeh
    {0x0680, L::sindhi},   // ڀ beheh
    {0x067D, L::sindhi},   // ٽ teh with three dots above downwards
    {0x067A, L::sindhi},   // ٺ tteheh
    {0x068F, L::sindhi},   // ڏ dal with three dots above downwards
    {0x068A, L::sindhi},   // ڊ dal with dot below
    {0x06BB, L::sindhi},   // ڻ rnoon
    {0x06B3, L::sindhi},   // ڳ gueh
    {0x06B1, L::sindhi},   // ڱ ngoeh
    {0x06AA, L::sindhi},   // ڪ swash kaf
    {0x0699, L::sindhi},   // ڙ reh with four dots above
    {0x068C, L::sindhi},   // ڌ dahal
}};

constexpr std::array<StopWordRow, 147> words{{
    {"في", L::arabic},     {"من", L::arabic},     {"على", L::arabic},    {"إلى", L::arabic},
    {"التي", L::arabic},   {"الذي", L::arabic},   {"أن", L::arabic},     {"إن", L::arabic},
    {"عن", L::arabic},     {"هذا", L::arabic},    {"هذه", L::arabic},    {"ذلك", L::arabic},
    {"كان", L::arabic},    {"كانت", L::arabic},   {"مع", L::arabic},     {"بعد", L::arabic},
    {"قبل", L::arabic},    {"قد", L::arabic},     {"لا", L::arabic},     {"لم", L::arabic},
    {"لن", L::arabic},     {"أنه", L::arabic},    {"أنها", L::arabic},   {"بين", L::arabic},
    {"كما", L::arabic},    {"ما", L::arabic},     {"حول", L::arabic},    {"منذ", L::arabic},
    {"خلال", L::arabic},   {"بن", L::arabic},     {"ضد", L::arabic},     {"أو", L::arabic},
    {"ثم", L::arabic},     {"حتى", L::arabic},    {"عبر", L::arabic},    {"عند", L::arabic},
    {"لدى", L::arabic},    {"كل", L::arabic},     {"غير", L::arabic},    {"وقال", L::arabic},
    {"قال", L::arabic},    {"وأضاف", L::arabic},  {"يوم", L::arabic},    {"هل", L::arabic},
    {"بشأن", L::arabic},   {"إثر", L::arabic},    {"بسبب", L::arabic},   {"نحو", L::arabic},
    {"أكثر", L::arabic},   {"عام", L::arabic},    {"تم", L::arabic},     {"الى", L::arabic},
    {"ان", L::arabic},     {"او", L::arabic},     {"اكثر", L::arabic},   {"اثر", L::arabic},
    {"انه", L::arabic},    {"انها", L::arabic},   {"أي", L::arabic},     {"أين", L::arabic},
    {"است", L::persian},   {"که", L::persian},    {"در", L::persian},    {"از", L::persian},
    {"این", L::persian},   {"را", L::persian},    {"با", L::persian},    {"برای", L::persian},
    {"های", L::persian},   {"می", L::persian},    {"شد", L::persian},    {"شده", L::persian},
    {"کرد", L::persian},   {"کرده", L::persian},  {"بود", L::persian},   {"باید", L::persian},
    {"خود", L::persian},   {"آن", L::persian},    {"هم", L::persian},    {"یک", L::persian},
    {"نیز", L::persian},   {"اما", L::persian},   {"دیگر", L::persian},  {"بر", L::persian},
    {"تا", L::persian},    {"کند", L::persian},   {"شود", L::persian},   {"کے", L::urdu},
    {"کی", L::urdu},       {"میں", L::urdu},      {"ہے", L::urdu},       {"ہیں", L::urdu},
    {"سے", L::urdu},       {"اور", L::urdu},      {"کو", L::urdu},       {"کا", L::urdu},
    {"نے", L::urdu},       {"پر", L::urdu},       {"کہ", L::urdu},       {"یہ", L::urdu},
    {"بھی", L::urdu},      {"تھا", L::urdu},      {"گیا", L::urdu},      {"ہو", L::urdu},
    {"نہیں", L::urdu},     {"کر", L::urdu},       {"د", L::pashto},      {"په", L::pashto},
    {"چې", L::pashto},     {"کې", L::pashto},     {"سره", L::pashto},    {"ته", L::pashto},
    {"دی", L::pashto},     {"ده", L::pashto},     {"یې", L::pashto},     {"نه", L::pashto},
    {"کړې", L::pashto},    {"کړي", L::pashto},    {"شوي", L::pashto},    {"لە", L::kurdish},
    {"بە", L::kurdish},    {"کە", L::kurdish},    {"بۆ", L::kurdish},    {"ئەم", L::kurdish},
    {"ئەو", L::kurdish},   {"لەگەڵ", L::kurdish}, {"دەکات", L::kurdish}, {"هەر", L::kurdish},
    {"لەسەر", L::kurdish}, {"بوو", L::kurdish},   {"ۋە", L::uyghur},     {"بىلەن", L::uyghur},
    {"بۇ", L::uyghur},     {"ئۇ", L::uyghur},     {"ئۈچۈن", L::uyghur},  {"قىلىپ", L::uyghur},
    {"بىر", L::uyghur},    {"ئۇيغۇر", L::uyghur}, {"دېدى", L::uyghur},   {"۾", L::sindhi},
    {"جو", L::sindhi},     {"آهي", L::sindhi},    {"۽", L::sindhi},      {"ٿو", L::sindhi},
    {"هن", L::sindhi},     {"آهن", L::sindhi},    {"ڪيو", L::sindhi},
}};

}  // namespace

OwnLetterRows own_letter_rows() noexcept {
    return {letters.data(), letters.size()};
}

StopWordRows stop_word_rows() noexcept {
    return {words.data(), words.size()};
}

const char* script_language_code(ScriptLanguage language) noexcept {
    switch (language) {
        case L::arabic: return "ar";
        case L::persian: return "fa";
        case L::urdu: return "ur";
        case L::pashto: return "ps";
        case L::kurdish: return "ckb";
        case L::uyghur: return "ug";
        case L::sindhi: return "sd";
        case L::count: break;
    }
    return "und";
}

}  // namespace khabard
