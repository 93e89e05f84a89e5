#pragma once

// The corpora of tests/fuzz/corpus: small inputs of our own that once were, or could have been,
// trouble. They are text; what is no text is made of them by mutation.

#include "tests/fuzz/targets.h"

#include <cstdint>
#include <string>
#include <vector>

namespace khabard::fuzz {

struct Input {
    std::string name;  // file, and line where each line is one input
    std::string bytes;
};

// The inputs of `target`, in order of name.
std::vector<Input> corpus_of(const Target& target);

// `bytes` cut, repeated, spliced with `other` and damaged, as `seed` says.
std::string mutated(const std::string& bytes, const std::string& other, std::uint32_t seed);

}  // namespace khabard::fuzz
