#include "daemon/run/control.h"

#include "daemon/lib/json/json_fields.h"
#include "daemon/lib/json/json_writer.h"

#include <utility>

namespace khabard {
namespace {

constexpr std::size_t request_bytes_max = 65'536;
constexpr std::size_t answer_bytes_max = std::size_t{256} * 1024 * 1024;

}  // namespace

bool ControlRequest::flag(const char* name) const {
    return json_flag(arguments, name);
}

std::string ControlRequest::text(const char* name) const {
    return json_text_or_empty(arguments, name);
}

std::string control_request_line(const std::string& command, const std::string& arguments) {
    JsonWriter json;
    json.begin_object().key("command").string(command).key("arguments").raw(arguments).end_object();
    return json.take();
}

Result<ControlRequest> read_control_request(std::uint64_t connection, const std::string& line) {
    auto read = parse_json(line, {.bytes_max = request_bytes_max});
    if (!read) {
        return read.error();
    }
    auto command = json_text(*read, "command");
    if (!command) {
        return Error{Fault::malformed, "control", "a command is one line {\"command\": \"...\"}"};
    }
    const JsonValue* arguments = read->find("arguments");
    const bool given = arguments != nullptr && arguments->object() != nullptr;
    return ControlRequest{connection, *std::move(command),
                          given ? *arguments : JsonValue{JsonObject{}}};
}

std::string control_answer_line(const ControlAnswer& answer) {
    JsonWriter json;
    json.begin_object().key("exit").integer(answer.exit_status).key("text").string(answer.text);
    json.key("result").raw(answer.result.empty() ? "null" : answer.result).end_object();
    return json.take();
}

Result<ControlAnswer> read_control_answer(const std::string& line) {
    // The result is handed on as it was written. No string holds a bare quotation mark, so the
    // first place that looks like its key is its key.
    const auto read = parse_json(line, {.bytes_max = answer_bytes_max});
    if (!read) {
        return read.error();
    }
    const auto exit = json_integer(*read, "exit");
    auto text = json_text(*read, "text");
    constexpr std::string_view before_result = ",\"result\":";
    const std::size_t result = line.find(before_result);
    if (!exit || !text || result == std::string::npos) {
        return Error{Fault::malformed, "control", "the daemon's answer is none"};
    }
    const std::size_t from = result + before_result.size();
    return ControlAnswer{static_cast<int>(*exit), *std::move(text),
                         line.substr(from, line.size() - from - 1)};
}

}  // namespace khabard
