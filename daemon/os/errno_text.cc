#include "daemon/os/errno_text.h"

#include <cerrno>
#include <cstring>

namespace khabard {

namespace {

// Empty when the system's own words say all there is to say.
const char* way_out(int number) {
    switch (number) {
        case ENOSPC: return "free some space there";
        case EDQUOT: return "raise the quota or free some space there";
        case EFBIG: return "raise the file size limit (LimitFSIZE) or move old files away";
        case EROFS: return "mount it writable, or name another directory";
        case EACCES:
        case EPERM: return "give the service's user access, or name another path";
        case ENOTDIR: return "a part of the path is a file, name another path";
        case ELOOP: return "symbolic links lead in a circle, mend or remove them";
        case EISDIR: return "it is a directory, name a file";
        case EMFILE:
        case ENFILE: return "raise the limit of open files (LimitNOFILE)";
        case EIO: return "the disk may be failing, look at the kernel log";
        default: return "";
    }
}

}  // namespace

std::string errno_text(int number) {
    // Unlike strerror it is thread-safe and always English, as our own words are.
    const char* words = strerrordesc_np(number);
    std::string text = words != nullptr ? words : "error " + std::to_string(number);
    const char* advice = way_out(number);
    if (*advice != '\0') {
        text.append("; ").append(advice);
    }
    return text;
}

Error io_error(const std::string& where, const char* doing, int number) {
    return Error{Fault::io, where, std::string("cannot ") + doing + ": " + errno_text(number)};
}

}  // namespace khabard
