// Letter folds of both match keys. One row a letter: code point, dedup fold, theme fold.
// Sources: Unicode Character Database 15 (names, decompositions); the normalizers of Lucene
// (ArabicNormalizer, PersianNormalizer) and CAMeL tools were compared letter by letter for alef,
// yeh, heh and kaf; dropping hamza together with its seat is our own measure (it unites both
// spellings of "official"), as is Persian gaf -> ghain (news spelling of g in Arabic).

#include "daemon/text/fold_table.h"

#include <array>

namespace khabard {

namespace {

constexpr std::array<FoldRow, 59> rows{{
    {0x0622, 0x0627, 0x0627},  // آ alef with madda above
    {0x0623, 0x0627, 0x0627},  // أ alef with hamza above
    {0x0625, 0x0627, 0x0627},  // إ alef with hamza below
    {0x0671, 0x0627, 0x0627},  // ٱ alef wasla
    {0x0672, 0x0627, 0x0627},  // ٲ alef with wavy hamza above
    {0x0673, 0x0627, 0x0627},  // ٳ alef with wavy hamza below
    {0x0675, 0x0627, 0x0627},  // ٵ high hamza alef
    {0x0649, 0x064A, 0x064A},  // ى alef maksura
    {0x0620, 0x064A, 0x064A},  // ؠ kashmiri yeh
    {0x06CC, 0x064A, 0x064A},  // ی farsi yeh
    {0x06CD, 0x064A, 0x064A},  // ۍ yeh with tail
    {0x06CE, 0x064A, 0x064A},  // ێ yeh with small v
    {0x06D0, 0x064A, 0x064A},  // ې e
    {0x06D1, 0x064A, 0x064A},  // ۑ yeh with three dots below
    {0x06D2, 0x064A, 0x064A},  // ے yeh barree
    {0x06D3, 0x064A, 0x064A},  // ۓ yeh barree with hamza above
    {0x0678, 0x064A, 0x064A},  // ٸ high hamza yeh
    {0x0629, 0x0647, 0x0647},  // ة teh marbuta
    {0x06BE, 0x0647, 0x0647},  // ھ heh doachashmee
    {0x06C0, 0x0647, 0x0647},  // ۀ heh with yeh above
    {0x06C1, 0x0647, 0x0647},  // ہ heh goal
    {0x06C2, 0x0647, 0x0647},  // ۂ heh goal with hamza above
    {0x06C3, 0x0647, 0x0647},  // ۃ teh marbuta goal
    {0x06D5, 0x0647, 0x0647},  // ە ae
    {0x06FF, 0x0647, 0x0647},  // ۿ heh with inverted v
    {0x063B, 0x0643, 0x0643},  // ػ keheh with two dots above
    {0x063C, 0x0643, 0x0643},  // ؼ keheh with three dots below
    {0x06A9, 0x0643, 0x0643},  // ک keheh
    {0x06AA, 0x0643, 0x0643},  // ڪ swash kaf
    {0x06AB, 0x0643, 0x0643},  // ګ kaf with ring
    {0x06AC, 0x0643, 0x0643},  // ڬ kaf with dot above
    {0x06AE, 0x0643, 0x0643},  // ڮ kaf with three dots below
    {0x0621, 0, 0x0621},       // ء hamza
    {0x0624, 0, 0x0621},       // ؤ waw with hamza above
    {0x0626, 0, 0x0621},       // ئ yeh with hamza above
    {0x0674, 0, 0x0621},       // ٴ high hamza
    {0x0676, 0x0648, 0x0648},  // ٶ high hamza waw
    {0x0677, 0x0648, 0x0648},  // ٷ u with hamza above
    {0x06C4, 0x0648, 0x0648},  // ۄ waw with ring
    {0x06C6, 0x0648, 0x0648},  // ۆ oe
    {0x06C7, 0x0648, 0x0648},  // ۇ u
    {0x06C8, 0x0648, 0x0648},  // ۈ yu
    {0x06C9, 0x0648, 0x0648},  // ۉ kirghiz yu
    {0x06CB, 0x0648, 0x0648},  // ۋ ve
    {0x06CF, 0x0648, 0x0648},  // ۏ waw with dot above
    {0x067E, 0x0628, 0x0628},  // پ peh
    {0x0686, 0x062C, 0x062C},  // چ tcheh
    {0x06A4, 0x0641, 0x0641},  // ڤ veh
    {0x06A2, 0x0641, 0x0641},  // ڢ feh with dot moved below
    {0x06A5, 0x0641, 0x0641},  // ڥ feh with three dots below
    {0x0698, 0x0632, 0x0632},  // ژ jeh
    {0x06AF, 0x063A, 0x063A},  // گ gaf
    {0x06A8, 0x063A, 0x063A},  // ڨ qaf with three dots above
    {0x06AD, 0x063A, 0x063A},  // ڭ ng
    {0x06A7, 0x0642, 0x0642},  // ڧ qaf with dot above
    {0x066E, 0x0628, 0x0628},  // ٮ dotless beh
    {0x066F, 0x0642, 0x0642},  // ٯ dotless qaf
    {0x06A1, 0x0641, 0x0641},  // ڡ dotless feh
    {0x06BA, 0x0646, 0x0646},  // ں noon ghunna
}};

constexpr std::array<const char*, 44> names{{
    "جاريد",   "جارد",    "غاريد",  "دونالد",   "فلاديمير", "فولوديمير", "ستيف",    "ستيفن",
    "سكوت",    "ماركو",   "كيريل",  "كيريلو",   "دميتري",   "ديمتري",    "سيرغي",   "سيرجي",
    "يوري",    "رستم",    "روستم",  "إيمانويل", "ايمانويل", "جوش",       "بيت",     "مايك",
    "جيك",     "جون",     "كيث",    "كير",      "كيم",      "بنيامين",   "أنطونيو", "أورسولا",
    "يوليا",   "أندريه",  "أندري",  "ميخائيل",  "فريدريش",  "أولاف",     "رجب",     "كارولين",
    "ألكسندر", "الكسندر", "فيكتور", "جورجيا",
}};

}  // namespace

FoldRows fold_rows() noexcept {
    return {rows.data(), rows.size()};
}

NameRows given_names() noexcept {
    return {names.data(), names.size()};
}

}  // namespace khabard
