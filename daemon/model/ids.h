#pragma once

// The identifiers of the house. None has a default value, so none can be forgotten.

#include "daemon/base/strong.h"

#include <cstdint>
#include <string>

namespace khabard {

// Configured id of a feed: `[a-z0-9][a-z0-9._-]{0,63}`.
using FeedId = Strong<std::string, struct FeedIdTag>;

// 32 lower-case hex digits, see stages/identify; fixed when the article is created.
using ArticleId = Strong<std::string, struct ArticleIdTag>;

// Counts the versions of an article from 1.
using Version = Strong<std::uint32_t, struct VersionTag>;

// "xxh3:" and 32 hex digits over the dedupe tokens of an article.
using ContentHash = Strong<std::string, struct ContentHashTag>;

// Position of a record in the outbox; grows by one for each record a ledger ever accepted.
using Sequence = Strong<std::uint64_t, struct SequenceTag>;

// Random 32 hex digits that name one state file for its whole life.
using StateId = Strong<std::string, struct StateIdTag>;

// Counts the configurations that a state file has seen go live, from 1.
using Generation = Strong<std::uint64_t, struct GenerationTag>;

// First 16 hex digits of the hash of everything that decides labels.
using RulesetVersion = Strong<std::string, struct RulesetVersionTag>;

}  // namespace khabard
