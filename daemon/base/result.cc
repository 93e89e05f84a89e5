#include "daemon/base/result.h"

namespace khabard {

const char* fault_name(Fault fault) noexcept {
    switch (fault) {
        case Fault::usage: return "usage";
        case Fault::configuration: return "configuration";
        case Fault::io: return "io";
        case Fault::network: return "network";
        case Fault::refused: return "refused";
        case Fault::malformed: return "malformed";
        case Fault::unsupported: return "unsupported";
        case Fault::state: return "state";
        case Fault::busy: return "busy";
    }
    return "unknown";
}

std::string Error::text() const {
    return where.empty() ? what : where + ": " + what;
}

}  // namespace khabard
