// Source: lines around articles on English and Arabic news sites, and the titles of error pages of
// the common servers and guards.

#include "connectors/readers/page/words_table.h"

namespace khabard {
namespace {

// clang-format off
// Beginnings of short lines.
constexpr std::string_view page_phrases_rows[] = {
    "share this",
    "share on",
    "share article",
    "read more",
    "read also",
    "also read",
    "see also:",
    "click here",
    "follow @",
    "follow me",
    "like this:",
    "like loading",
    "leave a comment",
    "leave a reply",
    "post a comment",
    "add a comment",
    "view comments",
    "comments are closed",
    "print this",
    "email this",
    "filed under",
    "posted in",
    "posted by",
    "image credit",
    "photo credit",
    "copyright ",
    "all rights reserved",
    "previous post",
    "next post",
    "skip to",
    "continue reading",
    "story continues",
    "article continues",
    "you may also",
    "you might also",
    "more from",
    "more on this",
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
    "شاهد أيضا",
    "شاهد ايضا",
    "شاهد أيضًا",
    "تابعونا",
    "تابعنا على",
    "شارك هذا",
    "حمل التطبيق",
    "جميع الحقوق محفوظة",
    "أضف تعليق",
};

// Whole lines, without the marks at their end.
constexpr std::string_view page_lines_rows[] = {
    "advertisement",
    "advertisements",
    "tweet",
    "pin it",
    "subscribe",
    "sign up",
    "share",
    "print",
    "email",
    "loading...",
    "recommended",
    "trending",
    "most read",
    "related articles",
    "related stories",
    "related posts",
    "related news",
    "no comments",
    "tags:",
    "categories:",
    "follow us",
    "back to top",
    "شارك",
    "مشاركة",
    "طباعة",
    "اشترك",
    "إعلان",
    "اعلان",
    "الوسوم",
    "التعليقات",
    "حجم الخط",
    "كلمات مفتاحية",
    "كلمات دلالية",
    "الكلمات المفتاحية",
    "الكلمات الدلالية",
    "الأكثر قراءة",
    "المزيد",
    "مواضيع ذات صلة",
    "موضوعات متعلقة",
    "مقالات ذات صلة",
    "أخبار ذات صلة",
    "اخبار ذات صلة",
    "نسخ الرابط",
    "انسخ الرابط",
    "تم نسخ الرابط",
};

// Anywhere in the title of an error page, lower case.
constexpr std::string_view error_titles_rows[] = {
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

// clang-format on

}  // namespace

std::span<const std::string_view> page_phrases() {
    return page_phrases_rows;
}
std::span<const std::string_view> page_lines() {
    return page_lines_rows;
}
std::span<const std::string_view> error_titles() {
    return error_titles_rows;
}

}  // namespace khabard
