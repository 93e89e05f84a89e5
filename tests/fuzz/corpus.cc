#include "tests/fuzz/corpus.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

namespace khabard::fuzz {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

void add_lines(std::vector<Input>& inputs, const std::string& name, const std::string& text) {
    std::istringstream lines(text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        inputs.push_back({name + "." + std::to_string(number), line});
    }
}

// Marks that mean something to one reader or another.
const std::string& hot_bytes() {
    static const std::string bytes("\0\n\r\t <>&;\"'\\/{}[]:,%#?=-+.0\xd9\x80\xff\xfe\xef\xe2", 34);
    return bytes;
}

}  // namespace

std::vector<Input> corpus_of(const Target& target) {
    std::vector<Input> inputs;
    const fs::path folder = fs::path(KHABARD_SOURCE_DIR) / "tests/fuzz/corpus" / target.name;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (target.inputs == Inputs::line) {
            add_lines(inputs, name, read(entry.path()));
        } else {
            inputs.push_back({name, read(entry.path())});
        }
    }
    std::sort(inputs.begin(), inputs.end(),
              [](const Input& a, const Input& b) { return a.name < b.name; });
    return inputs;
}

std::string mutated(const std::string& bytes, const std::string& other, std::uint32_t seed) {
    std::mt19937 chance(seed);
    const auto below = [&](std::size_t n) { return n == 0 ? 0 : chance() % n; };
    std::string out = bytes;
    for (std::size_t steps = 1 + below(4); steps > 0; --steps) {
        const std::size_t at = below(out.size() + 1);
        switch (below(6)) {
            case 0: out.resize(at); break;
            case 1: out.erase(at, below(16)); break;
            case 2: out.insert(at, 1, hot_bytes()[below(hot_bytes().size())]); break;
            case 3: out.insert(at, out.substr(below(out.size() + 1), below(64))); break;
            case 4: out = out.substr(0, at) + other.substr(below(other.size() + 1)); break;
            default:
                if (at < out.size()) {
                    out[at] =
                        static_cast<char>(static_cast<unsigned char>(out[at]) ^ (1U << below(8)));
                }
        }
    }
    return out;
}

}  // namespace khabard::fuzz
