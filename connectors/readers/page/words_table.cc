// Source of the names: class and id attributes seen on news sites (English, French and Arabic
// templates, WordPress, Drupal, Blogger and the large Arabic publishers' own systems), and the
// words that Readability and trafilatura are known to look for.

#include "connectors/readers/page/words.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace khabard {
namespace {

// Whole words of a class or id: "nav" in "main-nav" and "mainNav", not in "navy".
constexpr std::string_view unlikely_words[] = {
    "ad",          "ads",      "advert",    "adverts",    "aside",        "banner",  "breadcrumb",
    "breadcrumbs", "buttons",  "cta",       "footer",     "hidden",       "login",   "menu",
    "modal",       "nav",      "navbar",    "navigation", "newsletter",   "pager",   "pagination",
    "popup",       "promo",    "promos",    "rail",       "related",      "rss",     "share",
    "shares",      "sharing",  "sharebar",  "shareline",  "sidebar",      "signup",  "skip",
    "social",      "sponsor",  "sponsored", "subscribe",  "subscription", "tags",    "taglist",
    "teaser",      "teasers",  "ticker",    "toolbar",    "trending",     "widget",  "widgets",
    "comments",    "comment",  "respond",   "disqus",     "cookie",       "cookies", "consent",
    "gdpr",        "paywall",  "masthead",  "dropdown",   "offcanvas",    "tooltip", "toc",
    "byline",      "dateline", "timestamp", "print",      "print-only",   "noprint",
};

// Parts of a name long enough not to stand in another word.
constexpr std::string_view unlikely_parts[] = {
    "addthis",          "addtoany",        "also-like",        "also-read",      "alsoread",
    "author-bio",       "author-box",      "authorbox",        "author-info",    "author-card",
    "author-profile",   "about-author",    "about-the-author", "more-from",      "more-stories",
    "morestories",      "more-news",       "most-popular",     "most-read",      "mostread",
    "mostpopular",      "next-post",       "nextprev",         "next-prev",      "post-nav",
    "postnav",          "prev-next",       "post-meta",        "entry-meta",     "article-meta",
    "postmeta",         "meta-data",       "metadata",         "entry-footer",   "post-footer",
    "article-footer",   "read-also",       "read-more",        "readmore",       "readalso",
    "recirc",           "recommend",       "related-",         "relatedposts",   "relatedarticles",
    "outbrain",         "taboola",         "popular-posts",    "recent-posts",   "latest-news",
    "latest-posts",     "jp-relatedposts", "sharedaddy",       "share-",         "-share",
    "sharethis",        "social-",         "-social",          "site-header",    "site-footer",
    "page-header",      "page-footer",     "global-header",    "mw-editsection", "mw-jump",
    "navbox",           "newsletter",      "subscribe",        "screen-reader",  "sr-only",
    "visually-hidden",  "visuallyhidden",  "similar-",         "suggested",      "you-may",
    "youmaylike",       "comment-list",    "commentlist",      "comments-area",  "comment-respond",
    "livefyre",         "whatsapp",        "telegram-",        "google-news",    "googlenews",
    "akhbar-mortabita", "moreabout",       "advertis",         "adsense",        "dfp-",
    "gpt-ad",           "sponsor",         "promoted",         "disclaimer",     "copyright",
    "cookie",           "consent",         "lightbox",         "tag-list",       "tags-list",
    "post-tags",        "entry-tags",      "article-tags",     "tagcloud",       "categories-list",
};

constexpr std::string_view comment_words[] = {
    "comment", "comments", "commentlist", "commenting", "disqus", "livefyre", "respond",
};

constexpr std::string_view content_parts[] = {
    "articlebody",       "article-body",
    "article_body",      "article__body",
    "articlecontent",    "article-content",
    "article_content",   "article__content",
    "articletext",       "article-text",
    "article_text",      "article__text",
    "article-copy",      "article__copy",
    "body-copy",         "bodycopy",
    "body-text",         "bodytext",
    "content-body",      "content__body",
    "entry-content",     "entry-body",
    "entrytext",         "entry-text",
    "field-name-body",   "field--name-body",
    "main-content-text", "news-body",
    "newsbody",          "news-content",
    "news_content",      "news-details",
    "newsdetails",       "news-text",
    "post-body",         "postbody",
    "post-content",      "post_content",
    "post__content",     "postcontent",
    "post-entry",        "post-text",
    "rich-text",         "richtext",
    "single-content",    "single-post-content",
    "story-body",        "storybody",
    "story_body",        "story__body",
    "story-content",     "storycontent",
    "story-text",        "storytext",
    "td-post-content",   "the-content",
    "thecontent",        "wysiwyg",
};

constexpr std::string_view likely_words[] = {
    "article", "blog", "body", "content", "entry", "hentry",
    "main",    "page", "post", "story",   "text",
};

// Beginnings of lines, lower case; the line is short.
constexpr std::string_view page_phrases[] = {
    "advertisement",
    "share this",
    "share on",
    "share article",
    "read more",
    "read also",
    "also read",
    "related:",
    "related articles",
    "related stories",
    "related posts",
    "see also:",
    "click here",
    "subscribe",
    "sign up",
    "follow us",
    "follow @",
    "follow me",
    "like this:",
    "like loading",
    "loading...",
    "leave a comment",
    "leave a reply",
    "post a comment",
    "add a comment",
    "view comments",
    "comments are closed",
    "no comments",
    "print this",
    "email this",
    "tweet",
    "pin it",
    "filed under",
    "posted in",
    "posted by",
    "tags:",
    "tagged",
    "categories:",
    "photo:",
    "image:",
    "image credit",
    "photo credit",
    "copyright ",
    "all rights reserved",
    "previous post",
    "next post",
    "back to top",
    "skip to",
    "continue reading",
    "story continues",
    "article continues",
    "recommended",
    "you may also",
    "you might also",
    "more from",
    "more on this",
    "most read",
    "trending",
    "min read",
    "listen to this",
    "download our app",
    "download the app",
    "اقرأ أيضا",
    "اقرأ أيضًا",
    "اقرأ ايضا",
    "إقرأ أيضا",
    "إقرأ ايضا",
    "أقرأ أيضا",
    "اقرأ المزيد",
    "إقرأ المزيد",
    "المزيد من",
    "شاهد أيضا",
    "شاهد ايضا",
    "شاهد أيضًا",
    "مواضيع ذات صلة",
    "موضوعات متعلقة",
    "مقالات ذات صلة",
    "أخبار ذات صلة",
    "اخبار ذات صلة",
    "الأكثر قراءة",
    "تابعونا",
    "تابعنا على",
    "شارك",
    "شارك هذا",
    "مشاركة",
    "طباعة",
    "انسخ الرابط",
    "نسخ الرابط",
    "تم نسخ الرابط",
    "اشترك",
    "حمل التطبيق",
    "كلمات مفتاحية",
    "كلمات دلالية",
    "الكلمات المفتاحية",
    "الوسوم",
    "إعلان",
    "جميع الحقوق محفوظة",
    "التعليقات",
    "أضف تعليق",
    "حجم الخط",
};

// Anywhere in the title of an error page, lower case.
constexpr std::string_view error_titles[] = {
    "404 not found",
    "error 404",
    "404 error",
    "404 -",
    "404 |",
    "404 page",
    "403 forbidden",
    "500 internal",
    "502 bad gateway",
    "503 service",
    "page not found",
    "page doesn't exist",
    "page does not exist",
    "page can't be found",
    "page unavailable",
    "access denied",
    "attention required",
    "just a moment",
    "are you a robot",
    "are you human",
    "checking your browser",
    "service unavailable",
    "site maintenance",
    "under maintenance",
    "الصفحة غير موجودة",
    "صفحة غير موجودة",
    "الصفحة المطلوبة غير موجودة",
    "لم يتم العثور على الصفحة",
    "غير متاحة حاليا",
    "خطأ 404",
};

constexpr std::size_t phrase_line_bytes_max = 120;
constexpr std::size_t id_words_max = 3;

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || is_upper(c);
}

// "mainNav_2 top" -> main, nav, top.
std::vector<std::string> words_of(std::string_view name) {
    std::vector<std::string> words;
    std::string word;
    for (std::size_t i = 0; i <= name.size(); ++i) {
        const bool letter = i < name.size() && is_letter(name[i]);
        const bool hump = letter && i > 0 && is_upper(name[i]) && !is_upper(name[i - 1]);
        if ((!letter || hump) && !word.empty()) {
            words.push_back(word);
            word.clear();
        }
        if (letter) {
            word += is_upper(name[i]) ? static_cast<char>(name[i] - 'A' + 'a') : name[i];
        }
    }
    return words;
}

bool holds_word(const std::vector<std::string>& words, std::span<const std::string_view> table) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        return std::find(table.begin(), table.end(), word) != table.end();
    });
}

bool holds_part(std::string_view name, std::span<const std::string_view> table) {
    return std::any_of(table.begin(), table.end(), [&](std::string_view part) {
        return name.find(part) != std::string_view::npos;
    });
}

}  // namespace

std::string lower_ascii_copy(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (is_upper(c)) {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return out;
}

PartRole part_role(const HtmlNode& node) {
    const std::string* classes = node.attribute("class");
    const std::string* id = node.attribute("id");
    std::string name = classes == nullptr ? "" : *classes;
    // A long id is the slug of a heading and says what a section is about, not what it is.
    if (id != nullptr && words_of(*id).size() <= id_words_max) {
        name += " " + *id;
    }
    if (name.empty()) {
        return PartRole::plain;
    }
    const std::vector<std::string> words = words_of(name);
    const std::string lowered = lower_ascii_copy(name);
    const bool content = holds_part(lowered, content_parts);
    if (!content && holds_word(words, comment_words)) {
        return PartRole::comments;
    }
    if (holds_word(words, unlikely_words) || holds_part(lowered, unlikely_parts)) {
        // "post-content has-sidebar": what names the content wins.
        return content ? PartRole::likely : PartRole::unlikely;
    }
    if (content) {
        return PartRole::content;
    }
    return holds_word(words, likely_words) ? PartRole::likely : PartRole::plain;
}

bool is_error_title(std::string_view title) {
    constexpr std::size_t title_bytes_max = 120;
    return title.size() <= title_bytes_max && holds_part(lower_ascii_copy(title), error_titles);
}

bool is_page_phrase(std::string_view line) {
    if (line.size() > phrase_line_bytes_max) {
        return false;
    }
    const std::string lowered = lower_ascii_copy(line);
    return std::any_of(
        std::begin(page_phrases), std::end(page_phrases),
        [&](std::string_view phrase) { return lowered.compare(0, phrase.size(), phrase) == 0; });
}

}  // namespace khabard
