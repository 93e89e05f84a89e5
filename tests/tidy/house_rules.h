#pragma once

// The house rules that a machine can check (README, "Floors", and the style of the code). Each rule
// looks at one source file and returns what is wrong with it; each is itself tested in
// house_rules_test.cc, and tree_test.cc runs all of them over the tree.

#include <string>
#include <vector>

namespace khabard::tidy {

struct SourceFile {
    std::string path;  // relative to the root: "daemon/base/check.h"
    std::string text;
};

struct Finding {
    std::string path;
    std::size_t line;  // 0: the file as a whole
    std::string what;
};

using Findings = std::vector<Finding>;

// An include points down: to the same folder, a lower floor, or a neighbour that is listed.
Findings includes_point_down(const SourceFile& file);
// A library's headers are included in its one folder only.
Findings foreign_headers_stay_home(const SourceFile& file);
// Errors are values: no throw, try or catch outside daemon/cli/arguments.cc and the tests.
Findings no_exceptions(const SourceFile& file);
// Clock, chance, environment and sleeping belong to daemon/os and the tests.
Findings clocks_come_in(const SourceFile& file);
// No bidirectional controls anywhere: they make text look like something else.
Findings no_bidi_controls(const SourceFile& file);
// Sources are ASCII; Arabic stands in tests, config and *_table.cc.
Findings ascii_sources(const SourceFile& file);
// Sizes of files and lines, tabs, trailing blanks, the final line feed, #pragma once.
Findings tidy_layout(const SourceFile& file);
// Display text is made by the stages that clean and by those that restore what they once made.
Findings display_text_makers(const SourceFile& file);
// No notes to self and no path of one machine.
Findings no_leftovers(const SourceFile& file);
// No rule by its number on a page that is not in the tree: say what the rule is. Numbers of RFCs
// are fine.
Findings no_absent_pages(const SourceFile& file);

// Needs the whole tree: a source that no CMakeLists.txt names, a header that nobody includes.
Findings every_file_is_listed(const std::vector<SourceFile>& files);

}  // namespace khabard::tidy
