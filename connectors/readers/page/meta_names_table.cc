// Sources: the Open Graph protocol, Dublin Core (DCMI terms), Highwire Press citation tags,
// Parse.ly, Sailthru, Swiftype and Chartbeat documentation, schema.org microdata in meta elements,
// and names seen on news sites. All lower case.

#include "connectors/readers/page/meta_names.h"

namespace khabard {
namespace {

// clang-format off
constexpr std::string_view titles[] = {
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "headline",
};

constexpr std::string_view site_names[] = {
    "og:site_name",
    "application-name",
    "dc.publisher",
    "apple-mobile-web-app-title",
};

constexpr std::string_view sections[] = {
    "article:section",
    "parsely-section",
    "section",
    "articlesection",
};

constexpr std::string_view descriptions[] = {
    "og:description",
    "description",
    "twitter:description",
    "dc.description",
};

// The robots meta of search engines, ours before everybody's; TDM Reservation Protocol (W3C).
constexpr std::string_view robots[] = {
    "khabard",
    "robots",
};

constexpr std::string_view tdm[] = {
    "tdm-reservation",
};

constexpr std::string_view keywords[] = {
    "article:tag",
    "news_keywords",
};

constexpr std::string_view urls[] = {
    "og:url",
    "parsely-link",
};

constexpr std::string_view images[] = {
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "twitter:image",
    "twitter:image:src",
    "parsely-image-url",
    "thumbnail",
};

constexpr std::string_view languages[] = {
    "og:locale",
    "language",
    "dc.language",
    "content-language",
};

constexpr std::string_view types[] = {
    "og:type",
};

constexpr std::string_view authors[] = {
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dc.creator.name",
    "dcterms.creator",
    "dcsext.author",
    "citation_author",
    "byl",
    "byline",
    "article:author_name",
    "rbauthors",
    "twitter:creator:name",
    "creator",
};

constexpr std::string_view published_dates[] = {
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "publishdate",
    "publish_date",
    "publish-date",
    "published",
    "published_time",
    "published-date",
    "published_date",
    "publication_date",
    "publication-date",
    "published_at",
    "pubdate",
    "pub_date",
    "parsely-pub-date",
    "sailthru.date",
    "rnews:datepublished",
    "rbpubdate",
    "dateposted",
    "article:post_date",
    "article_date_original",
    "article.published",
    "article.created",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "bt:pubdate",
    "ptime",
    "pdate",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "datecreated",
    "displaydate",
    "date_published",
    "shareaholic:article_published_time",
    "sdate",
    "date",
    "created",
    "creation_date",
};

constexpr std::string_view modified_dates[] = {
    "article:modified_time",
    "article:modified",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "dc.date.modified",
    "dcterms.modified",
    "lastmod",
    "last-modified",
    "last_modified",
    "modified",
    "revised",
    "updated_time",
    "article:update_date",
};

// clang-format on

}  // namespace

std::span<const std::string_view> title_metas() {
    return titles;
}
std::span<const std::string_view> site_name_metas() {
    return site_names;
}
std::span<const std::string_view> section_metas() {
    return sections;
}
std::span<const std::string_view> description_metas() {
    return descriptions;
}
std::span<const std::string_view> robots_metas() {
    return robots;
}
std::span<const std::string_view> tdm_metas() {
    return tdm;
}
std::span<const std::string_view> keyword_metas() {
    return keywords;
}
std::span<const std::string_view> url_metas() {
    return urls;
}
std::span<const std::string_view> image_metas() {
    return images;
}
std::span<const std::string_view> language_metas() {
    return languages;
}
std::span<const std::string_view> type_metas() {
    return types;
}
std::span<const std::string_view> author_metas() {
    return authors;
}
std::span<const std::string_view> published_metas() {
    return published_dates;
}
std::span<const std::string_view> modified_metas() {
    return modified_dates;
}

}  // namespace khabard
