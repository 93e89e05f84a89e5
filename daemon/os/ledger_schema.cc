#include "daemon/os/ledger_schema.h"

namespace khabard {

// Times are milliseconds since 1970 UTC. Digests are 16 bytes. Lists of names are joined by line
// feeds. Fingerprints, headers and topics are in the forms of ledger_codec.cc.
//
//   meta      state_id (random, for the life of the file), schema, highest and settled sequence,
//             generation of the configuration
//   feeds     how each feed stands: validators, due time, backoff; its history as JSON
//             (ledger_history.cc; '' before layout 4)
//   host_rests  until when a host, or one of its URLs, is left alone as it asked for
//   seen      what each entry of a feed looked like when it was last read (repeats leave early);
//             since when it is gone from its feed, NULL while it is shown
//   keys      identity keys (url, guid, content) -> article
//   articles  each article as last published or judged, with its fingerprint, the entry that shows
//             it, and the rest of what a record says of it as JSON (stages/details; '' before
//             layout 3)
//   outbox    encoded records that the sink has not confirmed; seq is their order for ever
//   pending   entries whose page is to be asked for: teasers that wait for it, articles that are
//             asked about again
//   spool     files of a dir feed that are read
//   tallies   how many items ended how, by feed; they balance (model/outcome.h)
const char* const ledger_schema = R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE feeds(
    id TEXT PRIMARY KEY, etag TEXT NOT NULL, last_modified TEXT NOT NULL, body BLOB,
    due INTEGER NOT NULL, interval INTEGER NOT NULL, failures INTEGER NOT NULL,
    last_cause TEXT NOT NULL, last_success INTEGER, last_attempt INTEGER,
    history TEXT NOT NULL DEFAULT '',
    entries INTEGER, entries_usual INTEGER) WITHOUT ROWID;
CREATE TABLE host_rests(
    host TEXT NOT NULL, url TEXT NOT NULL, until INTEGER NOT NULL, of_host INTEGER NOT NULL,
    PRIMARY KEY(host, url)) WITHOUT ROWID;
CREATE TABLE seen(
    item BLOB PRIMARY KEY, raw BLOB NOT NULL, feed TEXT NOT NULL, gone INTEGER) WITHOUT ROWID;
CREATE INDEX seen_shown ON seen(feed) WHERE gone IS NULL;
CREATE INDEX seen_gone ON seen(gone) WHERE gone IS NOT NULL;
CREATE TABLE keys(digest BLOB PRIMARY KEY, article TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX keys_by_article ON keys(article);
CREATE TABLE articles(
    id TEXT PRIMARY KEY, version INTEGER NOT NULL, article_group TEXT NOT NULL,
    duplicate_of TEXT NOT NULL, copy_only INTEGER NOT NULL, feed TEXT NOT NULL,
    source TEXT NOT NULL, content TEXT NOT NULL, spelling INTEGER NOT NULL,
    headline TEXT NOT NULL, summary TEXT NOT NULL, body TEXT NOT NULL,
    representation INTEGER NOT NULL, themes TEXT NOT NULL, topics TEXT NOT NULL,
    ever_topics TEXT NOT NULL, first_seen INTEGER NOT NULL, retracted INTEGER NOT NULL,
    indexed INTEGER NOT NULL, fingerprint BLOB NOT NULL, item BLOB NOT NULL,
    details TEXT NOT NULL DEFAULT '');
CREATE INDEX articles_by_time ON articles(first_seen);
CREATE TABLE outbox(
    seq INTEGER PRIMARY KEY, key TEXT NOT NULL, topics BLOB NOT NULL, headers BLOB NOT NULL,
    payload BLOB NOT NULL, timestamp INTEGER NOT NULL);
CREATE TABLE pending(
    page BLOB PRIMARY KEY, feed TEXT NOT NULL, url TEXT NOT NULL, entry TEXT NOT NULL,
    stage INTEGER NOT NULL, due INTEGER NOT NULL, give_up INTEGER NOT NULL,
    attempts INTEGER NOT NULL, missing INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE spool(feed TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY(feed, name)) WITHOUT ROWID;
CREATE TABLE tallies(
    feed TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL,
    PRIMARY KEY(feed, kind, name)) WITHOUT ROWID;
)sql";

const char* ledger_step(std::uint64_t version) noexcept {
    switch (version) {
        case 2: return "ALTER TABLE articles ADD COLUMN details TEXT NOT NULL DEFAULT ''";
        case 3:
            return "ALTER TABLE feeds ADD COLUMN history TEXT NOT NULL DEFAULT '';"
                   "CREATE TABLE host_rests("
                   " host TEXT NOT NULL, url TEXT NOT NULL, until INTEGER NOT NULL,"
                   " of_host INTEGER NOT NULL, PRIMARY KEY(host, url)) WITHOUT ROWID";
        case 4:  // nothing wrote into `pending` before
            return "ALTER TABLE feeds ADD COLUMN entries INTEGER;"
                   "ALTER TABLE feeds ADD COLUMN entries_usual INTEGER;"
                   "DROP TABLE pending; CREATE TABLE pending("
                   "page BLOB PRIMARY KEY, feed TEXT NOT NULL, url TEXT NOT NULL,"
                   " entry TEXT NOT NULL, stage INTEGER NOT NULL, due INTEGER NOT NULL,"
                   " give_up INTEGER NOT NULL, attempts INTEGER NOT NULL,"
                   " missing INTEGER NOT NULL) WITHOUT ROWID";
        default: return nullptr;
    }
}

}  // namespace khabard
