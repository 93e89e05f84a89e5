// Prints every record that a consumer with isolation.level=read_committed finds in the topics that
// begin with PREFIX, one a line, as the files sink writes them.
//
//     read_topics BOOTSTRAP_SERVERS [PREFIX]

#include "tests/kafka/consumer.h"

#include <cstdio>

int main(int argc, char** argv) {
    if (argc < 2 || argc > 3) {
        std::fprintf(stderr, "usage: read_topics BOOTSTRAP_SERVERS [PREFIX]\n");
        return 2;
    }
    const khabard::Consumption from{.bootstrap_servers = argv[1]};
    const auto topics = khabard::topics_of(from, argc == 3 ? argv[2] : "news.ar.");
    for (const khabard::ConsumedRecord& record : khabard::consume_all(from, topics)) {
        std::printf("%s\n", khabard::as_line(record).c_str());
    }
    return 0;
}
