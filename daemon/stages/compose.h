#pragma once

// compose: a clean draft to the Article that is published: display text (NFC, no invisible
// characters, orthography kept), paragraphs joined by an empty line, dates with their flags, the
// language, and the limits of the record. Nothing is judged here.

#include "daemon/model/article.h"
#include "daemon/model/limits.h"
#include "daemon/stages/clean.h"

namespace khabard {

// ENSURES: headline, summary and body respect `limits`, cut at a paragraph, sentence or word.
Article compose(CleanDraft clean_draft, const Limits& limits);

}  // namespace khabard
