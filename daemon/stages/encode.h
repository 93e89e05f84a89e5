#pragma once

// encode: an article and its verdict to the record that consumers read. This is the only place that
// turns byte offsets into code points. Unknown values are null, never invented.

#include "daemon/model/feed.h"
#include "daemon/model/fetched.h"
#include "daemon/model/limits.h"
#include "daemon/model/record.h"
#include "daemon/model/verdict.h"
#include "daemon/stages/decide.h"

#include <string>

namespace khabard {

// How the document that the article came from was had.
struct Provenance {
    int status;            // of the answer; 200 for files
    std::string encoding;  // WHATWG label
    std::string encoding_reason;
    std::string format;  // rss20, atom10, page, text ...
    RobotsDecision robots = RobotsDecision::not_checked;
    // What the publisher says of further use, as written, in headers and meta elements; "" nothing.
    std::string robots_tag = {};       // X-Robots-Tag, meta robots
    std::string tdm_reservation = {};  // "1": text and data mining is reserved
};

struct EncodeContext {
    const Feed& feed;
    const TopicMap& topics;
    const Limits& limits;
    const RulesetVersion& ruleset;
    Generation generation;
    std::string instance;  // CloudEvents source: "khabard/<instance>"
    Instant now;           // processed_at
};

// REQUIRES: `verdict.publish_to` is not empty.
Record encode(const Candidate& candidate, const Verdict& verdict, const Provenance& provenance,
              const EncodeContext& context);

}  // namespace khabard
