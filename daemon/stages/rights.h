#pragma once

// What a publisher states about keeping its text: X-Robots-Tag, meta robots, tdm-reservation. Pure.

#include "daemon/model/feed.h"
#include "daemon/stages/encode.h"

namespace khabard {

// noarchive, noindex, none or noai for every robot or for ours, or text and data mining reserved
// (TDM Reservation Protocol: 1).
bool asks_not_to_be_kept(const Provenance& provenance);

// How much of the text a record of this feed carries, by the operator's choice and, where he
// chose to obey it, the publisher's word.
PublishBody body_allowed(const Feed& feed, const Provenance& provenance);

}  // namespace khabard
