#include "daemon/cli/edge.h"

#include "daemon/base/exit_status.h"
#include "daemon/os/environment.h"

#include <utility>

namespace khabard {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{256} * 1024;

}  // namespace

Edge::Edge() : environment(environment_variables()) {}

ConfigurationSource configuration_source(Edge& edge, const ConfigArguments& arguments,
                                         Purpose purpose) {
    auto secrets = credentials(edge.files, edge.environment);
    if (!secrets) {
        edge.terminal.err("khabard: " + secrets.error().text() + "\n");
    }
    return ConfigurationSource{
        .path = arguments.path,
        .surroundings = Surroundings{.environment = edge.environment,
                                     .credentials = secrets ? std::move(*secrets)
                                                            : std::map<std::string, std::string>(),
                                     .overrides = arguments.overrides},
        .purpose = purpose,
        .run_examples = purpose != Purpose::offline};
}

int say(Edge& edge, const std::string& text) {
    if (auto written = edge.terminal.out(text); !written) {
        edge.terminal.err("khabard: " + written.error().text() + "\n");
        return exit_state;
    }
    return exit_ok;
}

int failed(Edge& edge, const std::string& command, int status, const std::string& what) {
    edge.terminal.err("khabard " + command + ": " + what + "\n");
    return status;
}

void print_complaints(Edge& edge, const Complaints& complaints) {
    std::string text;
    for (const Complaint& complaint : complaints) {
        text += format_complaint(complaint) + "\n";
    }
    edge.terminal.err(text);
}

Result<std::string> read_all(Edge& edge, const std::string& name, std::size_t bytes_max) {
    auto source = edge.sources.open(name);
    if (!source) {
        return source.error();
    }
    std::string bytes;
    for (;;) {
        const auto read = (*source)->read(bytes, chunk_bytes);
        if (!read) {
            return read.error();
        }
        if (*read == 0) {
            return bytes;
        }
        if (bytes.size() > bytes_max) {
            return Error{Fault::refused, name,
                         "it is larger than " + std::to_string(bytes_max) + " bytes"};
        }
    }
}

}  // namespace khabard
