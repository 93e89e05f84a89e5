#include "tests/bench/many_feeds_pages.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>

namespace khabard {

namespace {

// Everyday words, so that an item is Arabic and about nothing.
constexpr std::array words = {
    "المدينة", "السوق",   "الطريق",  "المدرسة", "الشتاء",  "البحر",  "القرية", "الجامعة",
    "المكتبة", "الحديقة", "الميناء", "المصنع",  "المتحف",  "الملعب", "الجسر",  "النهر",
    "افتتح",   "زار",     "أعلن",    "شهد",     "بدأ",     "أنهى",   "نظم",    "استقبل",
    "مشروعا",  "معرضا",   "سباقا",   "موسما",   "برنامجا", "حفلا",   "مؤتمرا", "ملتقى",
    "جديدا",   "كبيرا",   "محليا",   "صيفيا",   "سنويا",   "علميا",  "ثقافيا", "رياضيا",
};

std::string sentence(std::mt19937_64& dice, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += std::string(i > 0 ? " " : "") + words[dice() % words.size()];
        if (i % 7 == 6) {
            text += " " + std::to_string(dice() % 100'000);
        }
    }
    return text;
}

std::string item_xml(std::size_t feed, std::size_t item) {
    std::mt19937_64 dice(feed * 1'000'003 + item);
    const std::string guid = page_guid(feed, item);
    return "<item><title>" + sentence(dice, 7) + "</title><link>http://" + guid +
           ".example/a</link><guid isPermaLink=\"false\">" + guid + "</guid><description>" +
           sentence(dice, 60) + ".</description></item>";
}

std::string rss(std::size_t feed, std::size_t items) {
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>" +
        std::to_string(feed) + "</title><link>http://feed.example/</link>";
    const std::size_t shown = std::min<std::size_t>(items, 10);
    for (std::size_t i = 0; i < shown; ++i) {
        xml += item_xml(feed, items - 1 - i);
    }
    return xml + "</channel></rss>";
}

std::string message(const std::string& status, const std::string& fields, const std::string& body) {
    return "HTTP/1.1 " + status + "\r\n" + fields +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

constexpr const char* xml_type = "Content-Type: application/rss+xml; charset=utf-8\r\n";

PageAnswer whole(std::string bytes) {
    return {.bytes = std::move(bytes), .not_modified = false, .close = false, .stall = false};
}

PageAnswer last(std::string bytes) {
    return {.bytes = std::move(bytes), .not_modified = false, .close = true, .stall = false};
}

PageAnswer failing_page(PageFailure failure, std::size_t feed) {
    const std::string good = rss(feed, 1);
    switch (failure) {
        case PageFailure::error_500: return whole(message("500 Internal Server Error", "", "no"));
        case PageFailure::missing: return whole(message("404 Not Found", "", "no"));
        case PageFailure::forbidden: return whole(message("403 Forbidden", "", "no"));
        case PageFailure::slow_down:
            return whole(message("429 Too Many Requests", "Retry-After: 3600\r\n", ""));
        case PageFailure::hang_up: return last("");
        case PageFailure::silence:
            return {.bytes = {}, .not_modified = false, .close = false, .stall = true};
        case PageFailure::half_a_body:
            return last("HTTP/1.1 200 OK\r\n" + std::string(xml_type) +
                        "Content-Length: 100000\r\n\r\n" + good);
        case PageFailure::html:
            return whole(message("200 OK", "Content-Type: text/html\r\n",
                                 "<!DOCTYPE html><html><body><p>Sorry</p></body></html>"));
        case PageFailure::broken_xml:
            return whole(message("200 OK", xml_type, good.substr(0, good.size() / 2)));
        case PageFailure::redirect_loop:
            return whole(
                message("302 Found", "Location: /hop/" + std::to_string(feed) + "\r\n", ""));
        case PageFailure::odd_chunks:
            return last("HTTP/1.1 200 OK\r\n" + std::string(xml_type) +
                        "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + good);
        case PageFailure::none:
        case PageFailure::closed_port: break;
    }
    return last("");
}

// The value of a header field; names are compared as curl writes them.
std::string field(const std::string& head, const std::string& name) {
    const std::size_t at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) {
        return {};
    }
    const std::size_t from = at + name.size() + 4;
    return head.substr(from, head.find("\r\n", from) - from);
}

}  // namespace

PageFailure page_failure(std::size_t feed) {
    constexpr std::size_t sorts = static_cast<std::size_t>(PageFailure::closed_port);
    return feed % 50 == 7 ? static_cast<PageFailure>(1 + feed / 50 % sorts) : PageFailure::none;
}

PageRequest read_page_request(const std::string& head) {
    const std::size_t from = head.find(' ') + 1;
    const std::string path = head.substr(from, head.find(' ', from) - from);
    const bool hop = path.starts_with("/hop/");
    const std::size_t number = path.rfind('/') + 1;
    return {.feed = static_cast<std::size_t>(std::strtoull(path.c_str() + number, nullptr, 10)),
            .etag = field(head, "If-None-Match"),
            .robots = path == "/robots.txt",
            .hop = hop};
}

PageAnswer answer_page(const PageRequest& request, std::size_t items) {
    if (request.robots) {
        return whole(message("404 Not Found", "", ""));
    }
    const PageFailure failure = page_failure(request.feed);
    if (failure != PageFailure::none) {
        return failing_page(failure, request.feed);
    }
    const std::string etag = "\"" + std::to_string(items) + "\"";
    if (request.etag == etag) {
        return {.bytes = "HTTP/1.1 304 Not Modified\r\nETag: " + etag + "\r\n\r\n",
                .not_modified = true,
                .close = false,
                .stall = false};
    }
    return whole(
        message("200 OK", xml_type + ("ETag: " + etag) + "\r\n", rss(request.feed, items)));
}

std::string page_url(std::size_t feed, std::size_t address, std::uint16_t port) {
    const std::string host = "127." + std::to_string(1 + address / 62'500) + "." +
                             std::to_string(address / 250 % 250) + "." +
                             std::to_string(1 + address % 250);
    const bool closed = page_failure(feed) == PageFailure::closed_port;
    return "http://" + host + ":" + std::to_string(closed ? 1 : port) + "/feed/" +
           std::to_string(feed);
}

std::string page_guid(std::size_t feed, std::size_t item) {
    return "f" + std::to_string(feed) + "-" + std::to_string(item);
}

}  // namespace khabard
