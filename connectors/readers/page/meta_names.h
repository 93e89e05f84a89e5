#pragma once

// The names under which pages state things in meta elements, best first. Rows stand in
// page_meta_names_table.cc.

#include <span>
#include <string_view>

namespace khabard {

std::span<const std::string_view> title_metas();
std::span<const std::string_view> site_name_metas();
std::span<const std::string_view> section_metas();
std::span<const std::string_view> description_metas();
std::span<const std::string_view> robots_metas();
std::span<const std::string_view> tdm_metas();
std::span<const std::string_view> keyword_metas();
std::span<const std::string_view> url_metas();
std::span<const std::string_view> image_metas();
std::span<const std::string_view> language_metas();
std::span<const std::string_view> type_metas();
std::span<const std::string_view> author_metas();
std::span<const std::string_view> published_metas();
std::span<const std::string_view> modified_metas();

}  // namespace khabard
