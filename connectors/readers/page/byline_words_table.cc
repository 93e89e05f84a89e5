// Source: bylines of news sites in English and Arabic, and of the common content systems.

#include "connectors/readers/page/byline_words.h"

namespace khabard {
namespace {

// clang-format off
constexpr std::string_view introductions[] = {
    "by",
    "written by",
    "posted by",
    "published by",
    "reported by",
    "author",
    "authors",
    "text by",
    "story by",
    "words by",
    "from",
    "كتب",
    "كتبت",
    "كتبه",
    "بقلم",
    "تقرير",
    "إعداد",
    "اعداد",
    "الكاتب",
    "المحرر",
};

constexpr std::string_view classes[] = {
    "byline",
    "by-line",
    "author-name",
    "authorname",
    "author_name",
    "author-link",
    "authorlink",
    "article-author",
    "article__author",
    "article_author",
    "post-author",
    "post_author",
    "entry-author",
    "story-author",
    "author vcard",
    "vcard author",
    "writer-name",
    "writername",
    "contributor-name",
};

constexpr std::string_view endings[] = {
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "updated",
    "last updated",
    "published",
    "posted",
    "staff writer",
    "contributor",
    "follow",
    "see full bio",
    "and",
    "at",
    "in",
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "ابريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
    "الأحد",
    "الاثنين",
    "الإثنين",
    "الثلاثاء",
    "الأربعاء",
    "الخميس",
    "الجمعة",
    "السبت",
};

constexpr std::string_view link_parts[] = {
    "/author",
    "/writer",
    "/contributor",
    "/profile",
    "/people/",
    "/staff/",
    "/by/",
    "/journalist",
    "/reporter",
    "/columnist",
    "/user/",
    "/kateb",
};

constexpr std::string_view nobodies[] = {
    "admin",
    "administrator",
    "root",
    "editor",
    "webmaster",
    "unknown",
    "anonymous",
    "null",
    "none",
    "author",
};

// clang-format on

}  // namespace

std::span<const std::string_view> byline_introductions() {
    return introductions;
}
std::span<const std::string_view> byline_classes() {
    return classes;
}
std::span<const std::string_view> byline_endings() {
    return endings;
}
std::span<const std::string_view> byline_link_parts() {
    return link_parts;
}
std::span<const std::string_view> byline_nobodies() {
    return nobodies;
}

}  // namespace khabard
