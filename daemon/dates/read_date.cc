#include "daemon/dates/dates.h"
#include "daemon/dates/machine_date.h"
#include "daemon/dates/resolve.h"

namespace khabard {

std::optional<ReadDate> read_date(std::string_view text, const DateContext& context) {
    if (const auto read = read_machine_date(text, context)) {
        return read;
    }
    const TokenList list = tokenize_date(text);
    return resolve_whole(scan_items(list, text), context);
}

}  // namespace khabard
