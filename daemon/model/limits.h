#pragma once

// Every bound of the house, in one struct that is passed in, so that a test can make any of them
// small. Sizes are bytes unless the name says otherwise.

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace khabard {

struct Limits {
    // Fetching (sizes after content decoding).
    std::size_t feed_bytes_max = std::size_t{15} * 1024 * 1024;
    std::size_t page_bytes_max = std::size_t{4} * 1024 * 1024;
    std::size_t page_fetch_bytes_max = 10'000'000;  // of a page; read is page_bytes_max of it
    std::size_t sitemap_bytes_max = std::size_t{50} * 1024 * 1024;
    std::size_t robots_bytes_max = std::size_t{512} * 1024;
    std::size_t header_bytes_max = std::size_t{64} * 1024;
    std::size_t inflate_ratio_max = 100;  // decoded bytes per byte on the wire
    std::size_t redirects_max = 10;
    std::size_t url_bytes_max = 2048;

    // Reading.
    std::size_t feed_entries_max = 2000;
    std::size_t xml_depth_max = 256;
    std::size_t html_depth_max = 256;
    std::size_t html_nodes_max = 200'000;
    std::size_t attribute_bytes_max = std::size_t{64} * 1024;
    std::size_t text_bytes_max =
        std::size_t{16} * 1024 * 1024;  // of one item, before it is cleaned
    std::size_t text_lines_max = 200'000;
    std::size_t input_file_bytes_max =
        std::size_t{256} * 1024 * 1024;  // one file of `process` or a spool
    std::size_t ndjson_line_bytes_max = std::size_t{8} * 1024 * 1024;

    // The record.
    std::size_t headline_chars_max = 1000;
    std::size_t summary_chars_max = 4000;
    std::size_t body_chars_max = 200'000;
    std::size_t body_bytes_max = 700'000;
    std::size_t evidence_max = 50;

    // Duplicates.
    std::size_t sketch_shingles = 24;      // smallest shingle hashes that are indexed
    std::size_t sketch_postings_max = 60;  // articles per shingle before it is boilerplate
    std::size_t candidates_max = 64;       // articles compared for each new one
    std::chrono::hours dedupe_window{24 * 30};

    // Pages that are waited for; beyond, teasers leave at once.
    std::size_t pending_pages_feed_max = 500;
    std::size_t pending_pages_max = 20'000;

    // State and publishing.
    std::uint64_t outbox_rows_max = 200'000;  // polling pauses above this
    std::size_t batch_rows_max = 1000;
    std::size_t batch_bytes_max = std::size_t{8} * 1024 * 1024;
};

}  // namespace khabard
