#include "daemon/model/complaint.h"

#include <algorithm>

namespace khabard {

std::string format_complaint(const Complaint& complaint) {
    std::string out = complaint.file;
    if (complaint.line > 0) {
        out += ":" + std::to_string(complaint.line);
        if (complaint.column > 0) {
            out += ":" + std::to_string(complaint.column);
        }
    }
    out += complaint.warning ? ": warning: " : ": ";
    out += complaint.message;
    if (!complaint.hint.empty()) {
        out += "; " + complaint.hint;
    }
    return out;
}

bool has_errors(const Complaints& complaints) {
    return std::any_of(complaints.begin(), complaints.end(),
                       [](const Complaint& complaint) { return !complaint.warning; });
}

}  // namespace khabard
