#include "daemon/os/environment.h"

#include <unistd.h>

#include <string_view>
#include <utility>

namespace khabard {

namespace {

constexpr std::size_t credential_bytes_max = std::size_t{1024} * 1024;

}  // namespace

std::map<std::string, std::string> environment_variables() {
    std::map<std::string, std::string> variables;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const std::size_t equals = text.find('=');
        if (equals != std::string_view::npos) {
            variables.emplace(text.substr(0, equals), text.substr(equals + 1));
        }
    }
    return variables;
}

Result<std::map<std::string, std::string>> credentials(
    Files& files, const std::map<std::string, std::string>& environment) {
    std::map<std::string, std::string> found;
    const auto directory = environment.find("CREDENTIALS_DIRECTORY");
    if (directory == environment.end() || directory->second.empty()) {
        return found;
    }
    const auto names = files.list(directory->second);
    if (!names) {
        return names.error();
    }
    for (const std::string& name : *names) {
        auto text = files.read(directory->second + "/" + name, credential_bytes_max);
        if (!text) {
            return text.error();
        }
        std::string secret = std::move(*text).value_or("");
        // `echo secret > file` puts one there that nobody means.
        if (secret.ends_with('\n')) {
            secret.pop_back();
        }
        if (secret.ends_with('\r')) {
            secret.pop_back();
        }
        found.emplace(name, std::move(secret));
    }
    return found;
}

}  // namespace khabard
