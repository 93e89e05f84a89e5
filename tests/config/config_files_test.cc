#include "daemon/config/config_files.h"

#include "tests/support/catch.h"

#include <algorithm>
#include <map>

using namespace khabard;

namespace {

// A disk of texts. Nothing is ever written to it.
class TextFiles : public Files {
public:
    explicit TextFiles(std::map<std::string, std::string> texts) : texts_(std::move(texts)) {}

    std::string refused;  // a path that exists and cannot be read

    Result<std::optional<std::string>> read(const std::string& path, std::size_t) override {
        if (path == refused) {
            return Error{Fault::io, path, "cannot be read: permission denied"};
        }
        const auto found = texts_.find(path);
        return found == texts_.end() ? std::optional<std::string>() : std::optional(found->second);
    }
    Result<std::vector<std::string>> list(const std::string& directory) override {
        std::vector<std::string> names;
        const std::string stem = directory.ends_with('/') ? directory : directory + "/";
        for (const auto& [path, text] : texts_) {
            if (path.starts_with(stem)) {
                names.push_back(path.substr(stem.size()));
            }
        }
        if (names.empty()) {
            return Error{Fault::io, directory, "no such directory"};
        }
        std::erase_if(names,
                      [](const std::string& name) { return name.find('/') != std::string::npos; });
        return names;
    }
    Result<std::optional<std::uint64_t>> size(const std::string& path) override {
        return Error{Fault::io, path, "not asked for"};
    }
    Status append(const std::string&, std::string_view) override { return {}; }
    Status sync(const std::string&) override { return {}; }
    Status truncate(const std::string&, std::uint64_t) override { return {}; }
    Status remove(const std::string&) override { return {}; }
    Status rename(const std::string&, const std::string&) override { return {}; }
    Status replace(const std::string&, std::string_view) override { return {}; }
    Status make_directory(const std::string&) override { return {}; }
    Status lock(const std::string&) override { return {}; }

private:
    std::map<std::string, std::string> texts_;
};

TextFiles disk() {
    return TextFiles({{"/c/khabard.toml", "main"},
                      {"/c/other.toml", "other"},
                      {"/c/feeds.toml", "feeds"},
                      {"/c/themes/b.toml", "b"},
                      {"/c/themes/a.toml", "a"},
                      {"/c/themes/.a.toml.swp", "editor"},
                      {"/c/themes/README.md", "text"}});
}

std::vector<std::string> names(const ConfigFiles& files) {
    std::vector<std::string> out;
    for (const ConfigFile& file : files.files) {
        out.push_back(file.name);
    }
    return out;
}

}  // namespace

TEST_CASE("a directory is read with its themes, in order of name") {
    TextFiles texts = disk();
    const ConfigFiles files = read_config_files(texts, "/c/");
    CHECK(files.directory == "/c");
    CHECK(files.main_name == "khabard.toml");
    CHECK(names(files) ==
          std::vector<std::string>{"feeds.toml", "khabard.toml", "themes/a.toml", "themes/b.toml"});
    CHECK(files.complaints.empty());
    CHECK(files.themes().size() == 2);
}

TEST_CASE("a file is read with the others beside it") {
    TextFiles texts = disk();
    const ConfigFiles files = read_config_files(texts, "/c/other.toml");
    CHECK(files.directory == "/c");
    CHECK(files.main_name == "other.toml");
    REQUIRE(files.find("other.toml") != nullptr);
    CHECK(files.find("other.toml")->text == "other");
    CHECK(files.find("khabard.toml") == nullptr);
    CHECK(files.find("feeds.toml") != nullptr);
}

TEST_CASE("a file that cannot be read is a complaint") {
    TextFiles texts = disk();
    texts.refused = "/c/feeds.toml";
    const ConfigFiles files = read_config_files(texts, "/c");
    REQUIRE(files.complaints.size() == 1);
    CHECK(format_complaint(files.complaints[0]) == "feeds.toml: cannot be read: permission denied");
}

TEST_CASE("the shipped configuration is in the binary, whole") {
    const ConfigFiles shipped = shipped_config();
    REQUIRE(shipped.find("khabard.toml") != nullptr);
    REQUIRE(shipped.find("feeds.toml") != nullptr);
    CHECK(shipped.find("khabard.toml")->text.starts_with("# khabard"));
    CHECK(shipped.find("feeds.toml")->text.ends_with("\n"));
    CHECK_FALSE(shipped.themes().empty());
}

TEST_CASE("rules that a configuration lacks are the shipped ones") {
    TextFiles texts = disk();
    const ConfigFiles files = with_shipped_rules(read_config_files(texts, "/c"));
    CHECK(files.themes().size() == 2);
    CHECK(std::find(files.shipped.begin(), files.shipped.end(), "themes") == files.shipped.end());
    CHECK(files.find("feeds.toml")->text == "feeds");
    const ConfigFiles bare =
        with_shipped_rules(ConfigFiles{"/c", "khabard.toml", {{"khabard.toml", ""}}, {}, {}});
    CHECK(bare.themes().size() == shipped_config().themes().size());
    CHECK(bare.find("feeds.toml") == nullptr);
    CHECK(std::find(bare.shipped.begin(), bare.shipped.end(), "themes") != bare.shipped.end());
}
