#include "daemon/stages/stored_provenance.h"

#include "daemon/lib/json/json_fields.h"

#include <string>

namespace khabard {
namespace {

std::string text_of(const JsonValue& json, const char* key) {
    return json_text(json, key).value_or(std::string());
}

RobotsDecision robots_of(const JsonValue& json) {
    const std::string name = text_of(json, "robots");
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
                      .encoding = text_of(json, "encoding"),
                      .encoding_reason = text_of(json, "encoding_reason"),
                      .format = text_of(json, "format"),
                      .robots = robots_of(json),
                      .robots_tag = text_of(json, "robots_tag"),
                      .tdm_reservation = text_of(json, "tdm_reservation")};
}

}  // namespace khabard
