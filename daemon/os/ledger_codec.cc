#include "daemon/os/ledger_codec.h"

#include "daemon/base/join.h"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace khabard {
namespace {

// The first byte of a fingerprint; another one means another layout, and the article is then
// known by its keys but not by likeness.
constexpr char fingerprint_layout = 2;

template <class Number>
void put(std::string& out, Number value) {
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
        out.push_back(static_cast<char>(value >> (8 * i)));
    }
}

template <class Number>
void put_all(std::string& out, const std::vector<Number>& values) {
    put(out, static_cast<std::uint32_t>(values.size()));
    for (Number value : values) {
        put(out, value);
    }
}

void put_string(std::string& out, const std::string& text) {
    put(out, static_cast<std::uint32_t>(text.size()));
    out += text;
}

class Input {
public:
    explicit Input(std::string_view bytes) : bytes_(bytes) {}

    template <class Number>
    Number number() {
        if (bytes_.size() < sizeof(Number)) {
            good_ = false;
            bytes_ = {};
            return 0;
        }
        Number value = 0;
        for (std::size_t i = 0; i < sizeof(Number); ++i) {
            value = static_cast<Number>(
                value | static_cast<Number>(
                            static_cast<Number>(static_cast<unsigned char>(bytes_[i])) << (8 * i)));
        }
        bytes_.remove_prefix(sizeof(Number));
        return value;
    }

    template <class Number>
    std::vector<Number> numbers() {
        const auto count = number<std::uint32_t>();
        std::vector<Number> values;
        if (count > bytes_.size() / sizeof(Number)) {
            good_ = false;
            return values;
        }
        values.reserve(count);
        for (std::uint32_t i = 0; i < count; ++i) {
            values.push_back(number<Number>());
        }
        return values;
    }

    std::string string() {
        const auto size = number<std::uint32_t>();
        if (size > bytes_.size()) {
            good_ = false;
            return {};
        }
        std::string text(bytes_.substr(0, size));
        bytes_.remove_prefix(size);
        return text;
    }

    bool good() const { return good_; }
    bool at_end() const { return bytes_.empty(); }

private:
    std::string_view bytes_;
    bool good_ = true;
};

}  // namespace

std::string join_lines(const std::vector<std::string>& names) {
    return join(names, "\n");
}

std::vector<std::string> split_lines(std::string_view joined) {
    std::vector<std::string> names;
    while (!joined.empty()) {
        const std::size_t end = joined.find('\n');
        names.emplace_back(joined.substr(0, end));
        joined.remove_prefix(end == std::string_view::npos ? joined.size() : end + 1);
    }
    return names;
}

std::string encode_fingerprint(const Fingerprint& fingerprint) {
    std::string out(1, fingerprint_layout);
    put_string(out, fingerprint.content.get());
    put(out, fingerprint.spelling);
    put_all(out, fingerprint.shingles);
    put_all(out, fingerprint.opening);
    put_all(out, fingerprint.facts);
    put(out, fingerprint.token_count);
    return out;
}

std::optional<Fingerprint> decode_fingerprint(std::string_view bytes) {
    if (bytes.empty() || bytes.front() != fingerprint_layout) {
        return std::nullopt;
    }
    Input input(bytes.substr(1));
    Fingerprint fingerprint{.content = ContentHash{input.string()},
                            .spelling = input.number<std::uint64_t>(),
                            .shingles = input.numbers<std::uint32_t>(),
                            .opening = input.numbers<std::uint16_t>(),
                            .facts = input.numbers<std::uint32_t>(),
                            .token_count = input.number<std::uint32_t>()};
    if (!input.good() || !input.at_end()) {
        return std::nullopt;
    }
    return fingerprint;
}

std::string encode_headers(const std::vector<RecordHeader>& headers) {
    std::string out;
    for (const RecordHeader& header : headers) {
        put_string(out, header.name);
        put_string(out, header.value);
    }
    return out;
}

std::vector<RecordHeader> decode_headers(std::string_view bytes) {
    std::vector<RecordHeader> headers;
    Input input(bytes);
    while (input.good() && !input.at_end()) {
        std::string name = input.string();
        std::string value = input.string();
        headers.push_back(RecordHeader{std::move(name), std::move(value)});
    }
    return headers;
}

std::string encode_topics(const std::vector<Record::TopicTheme>& topics) {
    std::string out;
    for (const auto& topic : topics) {
        put_string(out, topic.topic);
        put_string(out, topic.theme);
    }
    return out;
}

std::vector<Record::TopicTheme> decode_topics(std::string_view bytes) {
    std::vector<Record::TopicTheme> topics;
    Input input(bytes);
    while (input.good() && !input.at_end()) {
        std::string topic = input.string();
        std::string theme = input.string();
        topics.push_back(Record::TopicTheme{std::move(topic), std::move(theme)});
    }
    return topics;
}

}  // namespace khabard
