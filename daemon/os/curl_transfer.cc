#include "daemon/os/curl_transfer.h"

#include "daemon/os/curl_cause.h"

#include <utility>

namespace khabard {

CurlTransfer::CurlTransfer(FetchRequest request, RedirectChain chain, FetcherOptions options,
                           OpenSockets& sockets, SteadyTime now)
    : request_(std::move(request)),
      chain_(std::move(chain)),
      options_(std::move(options)),
      open_sockets_(sockets),
      deadline_(now + request_.total_timeout),
      first_byte_deadline_(now + request_.first_byte_timeout) {}

void CurlTransfer::begin_hop(SteadyTime now) {
    first_byte_deadline_ = now + request_.first_byte_timeout;
    const auto home = parse_url(request_.access.url);
    at_home_ = home && home->origin() == chain_.url().origin();
    head_ = ResponseHead{};
    body_.clear();
    redirect_body_bytes_ = 0;
    opened_.clear();
    sent_ = false;
    answered_ = false;
    stop_ = Stop::none;
    refused_address_.clear();
    remote_address_.clear();
    words_.fill('\0');
}

const std::string& CurlTransfer::proxy() const {
    return request_.access.proxy ? *request_.access.proxy : options_.proxy;
}

const std::string& CurlTransfer::ca_file() const {
    const bool own = at_home_ && !request_.access.tls_ca.empty();
    return own ? request_.access.tls_ca : options_.ca_bundle;
}

std::variant<CurlTransfer::GoOn, FetchOutcome> CurlTransfer::conclude(CURLcode code, Instant at) {
    switch (stop_) {
        case Stop::guarded: return guard_failure(at);
        case Stop::unusable:
            return FetchFailure{request_.url, FetchCause::reset,
                                "the kept connection ended without an answer, or something had "
                                "come over it unasked",
                                at, true};
        case Stop::head_cap:
            return failure(FetchCause::too_large,
                           "headers of more than " +
                               std::to_string(options_.limits.header_bytes_max) + " bytes",
                           at);
        case Stop::bomb:
            return failure(FetchCause::too_large,
                           "decompression bomb: more than " +
                               std::to_string(options_.limits.inflate_ratio_max) +
                               " bytes for each byte received",
                           at);
        case Stop::body_cap: return answer(at, "cap");
        case Stop::redirect_body:
        case Stop::none: break;
    }
    if (stop_ == Stop::none && code != CURLE_OK) {
        // What the peer ended early but in good order is kept; a reset is tried again as a whole.
        const bool ended_early = code == CURLE_PARTIAL_FILE && head_.complete() && !body_.empty();
        return ended_early ? answer(at, "peer") : curl_failure(code, at);
    }
    if (head_.status() == 0 || !head_.complete()) {
        return failure(FetchCause::malformed_response, "the answer has no HTTP status line", at);
    }
    const auto location = head_.header("location");
    if (!options_.follow_redirects || !RedirectChain::redirects(head_.status()) || !location ||
        location->empty()) {
        return answer(at, nullptr);
    }
    return redirect(*location, at);
}

std::variant<CurlTransfer::GoOn, FetchOutcome> CurlTransfer::redirect(const std::string& location,
                                                                      Instant at) {
    const auto moved = chain_.follow(head_.status(), location, options_.limits);
    if (const auto* refusal = std::get_if<HopRefusal>(&moved)) {
        return failure(refusal->cause, refusal->detail, at);
    }
    return GoOn{};
}

FetchOutcome CurlTransfer::failure(FetchCause cause, std::string detail, Instant at) const {
    return FetchFailure{request_.url, cause, std::move(detail), at};
}

FetchOutcome CurlTransfer::guard_failure(Instant at) const {
    return failure(FetchCause::guarded_address, guard_words(), at);
}

std::string CurlTransfer::guard_words() const {
    return refused_address_ +
           " is a private or reserved address; list its network under [fetch] allow_addresses to "
           "let it through";
}

FetchOutcome CurlTransfer::curl_failure(CURLcode code, Instant at) const {
    // curl has no code of its own for chunks that are none.
    const bool bad_chunk =
        std::string_view(words_.data()).find("chunked-encoding") != std::string_view::npos;
    const bool no_tunnel =
        std::string_view(words_.data()).find("CONNECT tunnel failed") != std::string_view::npos;
    const FetchCause cause = bad_chunk   ? FetchCause::malformed_response
                             : no_tunnel ? FetchCause::connect
                                         : cause_of(code);
    // When no address of a name was let through, curl sees only that it could not connect.
    if (cause == FetchCause::connect && !refused_address_.empty()) {
        return guard_failure(at);
    }
    std::string detail = words_[0] != '\0' ? words_.data() : curl_easy_strerror(code);
    if (code == CURLE_OUT_OF_MEMORY) {
        // That is what curl says of a header line beyond its own bound.
        detail = "a header line is longer than 100 KB";
    }
    if (code == CURLE_PEER_FAILED_VERIFICATION) {
        detail += " (CA certificates: " + ca_file() + ")";
    }
    return failure(cause, std::move(detail), at);
}

FetchOutcome CurlTransfer::answer(Instant at, const char* cut) {
    const Validators validators{head_.header("etag").value_or(""),
                                head_.header("last-modified").value_or("")};
    Fetched fetched{request_.url,   chain_.address(),   head_.status(), head_.take_headers(),
                    validators,     {std::move(body_)}, cut != nullptr, at,
                    remote_address_};
    if (fetched.status == 304) {
        // RFC 9110, 15.4.5: a 304 may leave out what has not changed.
        if (fetched.validators.etag.empty()) {
            fetched.validators.etag = request_.validators.etag;
        }
        if (fetched.validators.last_modified.empty()) {
            fetched.validators.last_modified = request_.validators.last_modified;
        }
    }
    if (cut != nullptr) {
        fetched.headers.push_back({":cut", cut});
    }
    if (chain_.hops() > 0) {
        fetched.headers.push_back({":redirects", std::to_string(chain_.hops())});
        if (chain_.permanent()) {
            fetched.headers.push_back({":redirects-permanent", "1"});
        }
    }
    return fetched;
}

}  // namespace khabard
