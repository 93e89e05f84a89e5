#include "daemon/stages/identify.h"

#include "daemon/lib/hash/hash.h"
#include "daemon/web/url.h"

#include <optional>
#include <string_view>
#include <utility>

namespace khabard {
namespace {

Digest digest(std::string_view text) {
    const Hash128 hash = hash128(text);
    return Digest{hash.high, hash.low};
}

ArticleId article_id(std::string_view key) {
    return ArticleId{to_hex(hash128(key))};
}

Digest url_digest(const std::string& canonical) {
    return digest("url\n" + canonical);
}

Digest guid_digest(const std::string& feed_and_guid) {
    return digest("guid\n" + feed_and_guid);
}

// An address without path and query is the outlet's front page: feeds that link every entry to it
// exist, and their entries are still different articles.
bool names_an_article(const std::string& canonical) {
    const std::size_t scheme = canonical.find("://");
    const std::size_t path = scheme == std::string::npos ? 0 : canonical.find('/', scheme + 3);
    if (path == std::string::npos) {
        return canonical.find('?') != std::string::npos;
    }
    return canonical.size() > path + 1;
}

std::string with_part(std::string key, std::size_t part) {
    return part > 1 ? std::move(key) + "#" + std::to_string(part) : key;
}

// Fields are told apart by a byte that text cannot contain.
class MarkInput {
public:
    void add(std::string_view field) {
        text_ += field;
        text_ += '\0';
    }
    void add_optional(const std::optional<std::string>& field) {
        add(field ? std::string_view(*field) : std::string_view("\1"));
    }
    void add_optional(const std::optional<RawText>& field) {
        add(field ? std::string_view(field->text) : std::string_view("\1"));
    }
    Digest digest_here() const { return digest(text_); }

private:
    std::string text_;
};

Digest raw_digest(const RawItem& item) {
    MarkInput input;
    input.add_optional(item.title);
    input.add_optional(item.link);
    input.add_optional(item.id);
    input.add_optional(item.published);
    input.add_optional(item.updated);
    input.add_optional(item.summary);
    input.add_optional(item.content);
    input.add_optional(item.raw_text);
    input.add_optional(item.author);
    for (const std::string& author : item.authors) {
        input.add(author);
    }
    input.add_optional(item.section);
    input.add(item.withdrawn ? "withdrawn" : "");
    return input.digest_here();
}

}  // namespace

Keys identify(const ArticleNames& names, const ContentHash& content,
              const IdentifyContext& context) {
    std::vector<IdentityKey> keys;
    std::optional<std::string> strongest;
    const bool own_address = context.from_page || names.canonical_url.empty();
    const auto canonical =
        own_address ? canonical_url(names.url) : std::optional(names.canonical_url);
    if (canonical && names_an_article(*canonical)) {
        strongest = with_part(*canonical, context.part);
        keys.push_back({KeyKind::url, url_digest(*strongest)});
    }
    if (!names.guid.empty() && context.guid_tells) {
        // A split article's guid carries its part already ("id#2").
        const std::string guid = context.feed.get() + "\n" + names.guid;
        keys.push_back({KeyKind::guid, guid_digest(guid)});
        strongest = strongest ? strongest : guid;
    }
    keys.push_back({KeyKind::content, digest("content\n" + content.get())});
    const ArticleId content_id = article_id(with_part(content.get(), context.part));
    Keys found{.new_id = strongest ? article_id(*strongest) : content_id,
               .content_id = content_id,
               .keys = std::move(keys)};
    if (context.from_page && names_an_article(names.canonical_url) &&
        names.canonical_url != canonical) {
        found.named = IdentityKey{KeyKind::url, url_digest(names.canonical_url)};
    }
    return found;
}

std::optional<Digest> address_key(std::string_view url) {
    const auto canonical = canonical_url(url);
    return canonical && names_an_article(*canonical) ? std::optional(url_digest(*canonical))
                                                     : std::nullopt;
}

std::vector<IdentityKey> keys_without_text(const RawItem& item, const FeedId& feed) {
    std::vector<IdentityKey> keys;
    if (const auto address = address_key(item.link.value_or(""))) {
        keys.push_back({KeyKind::url, *address});
    }
    if (item.id && !item.id->empty()) {
        keys.push_back({KeyKind::guid, guid_digest(feed.get() + "\n" + *item.id)});
    }
    return keys;
}

Keys identify(const Article& article, const ContentHash& content, const IdentifyContext& context) {
    return identify(ArticleNames{article.guid, article.url, article.canonical_url}, content,
                    context);
}

std::string outlet_of(const ArticleNames& names, const std::string& source_id) {
    const auto url = parse_url(names.canonical_url.empty() ? names.url : names.canonical_url);
    return url && url->host ? registrable_domain(*url->host) : source_id;
}

SeenMark seen_mark(const RawItem& item, const FeedId& feed) {
    const Digest raw = raw_digest(item);
    MarkInput entry;
    entry.add(feed.get());
    if (item.id) {
        entry.add("id");
        entry.add_optional(item.id);
    } else if (item.link) {
        entry.add("link");
        entry.add_optional(item.link);
    } else {
        entry.add("raw");
        entry.add(to_hex(raw));
    }
    return SeenMark{entry.digest_here(), raw};
}

Digest digest_of(const std::string& bytes) {
    return digest(bytes);
}

std::string to_hex(const Digest& digest) {
    return to_hex(Hash128{digest.high, digest.low});
}

}  // namespace khabard
