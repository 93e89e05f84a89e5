#include "daemon/stages/stored_provenance.h"

#include "daemon/lib/json/json_fields.h"

#include <string>

namespace khabard {
namespace {

RobotsDecision robots_of(const JsonValue& json) {
    const std::string name = json_text_or_empty(json, "robots");
    for (const RobotsDecision decision : {RobotsDecision::allowed, RobotsDecision::ignored}) {
        if (name == robots_decision_name(decision)) {
            return decision;
        }
    }
    return RobotsDecision::not_checked;
}

}  // namespace

void put_provenance(JsonWriter& json, const Provenance& provenance) {
    json.key("status").integer(provenance.status);
    json.key("encoding").string(provenance.encoding);
    json.key("encoding_reason").string(provenance.encoding_reason);
    json.key("format").string(provenance.format);
    json.key("robots").string(robots_decision_name(provenance.robots));
    json.key("robots_tag").string(provenance.robots_tag);
    json.key("tdm_reservation").string(provenance.tdm_reservation);
}

Provenance stored_provenance(const JsonValue& json) {
    return Provenance{.status = static_cast<int>(json_integer(json, "status").value_or(0)),
                      .encoding = json_text_or_empty(json, "encoding"),
                      .encoding_reason = json_text_or_empty(json, "encoding_reason"),
                      .format = json_text_or_empty(json, "format"),
                      .robots = robots_of(json),
                      .robots_tag = json_text_or_empty(json, "robots_tag"),
                      .tdm_reservation = json_text_or_empty(json, "tdm_reservation")};
}

}  // namespace khabard
