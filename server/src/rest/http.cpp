#include "rest/http.hpp"

#include <algorithm>

namespace workspace::server {

namespace {

int hex_digit(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    const char lower = static_cast<char>(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.push_back(text[i]);
            continue;
        }
        if (i + 2 >= text.size() || hex_digit(text[i + 1]) < 0 || hex_digit(text[i + 2]) < 0) {
            return std::nullopt;
        }
        out.push_back(static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])));
        i += 2;
    }
    return out.find('\0') == std::string::npos ? std::optional(out) : std::nullopt;
}

/// The same, of a query: a plus is a blank, as forms write it.
std::optional<std::string> decoded_form(std::string_view text) {
    std::string blanks{text};
    std::replace(blanks.begin(), blanks.end(), '+', ' ');
    return decoded(blanks);
}

/// Calls `take` for each part of `text` between `mark`s; false as soon as it says so.
template <class Take>
bool split(std::string_view text, char mark, const Take& take) {
    while (!text.empty()) {
        const auto end = std::min(text.find(mark), text.size());
        if (end > 0 && !take(text.substr(0, end))) {
            return false;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return true;
}

int status_of(core::Refusal refusal) {
    using enum core::Refusal;
    switch (refusal) {
        case bad_credentials:
        case session_ended:
        case not_live:
        case superseded: return 401;
        case account_locked:
        case not_allowed: return 403;
        case not_a_member:
        case no_such_message:
        case no_such_account: return 404;
        case conflict:
        case no_change:
        case name_taken:
        case archived:
        case too_many:
        case session_elsewhere:
        case workstation_busy:
        case workstation_cloned:
        case held:
        case out_of_state: return 409;
        case rate_limited: return 429;
        case store_failed:
        case try_again: return 503;
        case too_long: return 413;
        default: return 400;
    }
}

std::string_view title_of(int status) {
    switch (status) {
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 409: return "Conflict";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 422: return "Unprocessable Content";
        case 426: return "Upgrade Required";
        case 429: return "Too Many Requests";
        case 503: return "Service Unavailable";
        default: return "Error";
    }
}

}  // namespace

bool parse_target(std::string_view target, RestRequest& request) {
    if (!target.starts_with('/')) {
        return false;
    }
    const auto mark = std::min(target.find('?'), target.size());
    const auto query = target.substr(std::min(mark + 1, target.size()));
    return split(target.substr(0, mark), '/',
                 [&](std::string_view part) {
                     auto text = decoded(part);
                     if (text) {
                         request.path.push_back(std::move(*text));
                     }
                     return text.has_value();
                 }) &&
           split(query, '&', [&](std::string_view part) {
               const auto equals = std::min(part.find('='), part.size());
               auto name = decoded_form(part.substr(0, equals));
               auto value = decoded_form(part.substr(std::min(equals + 1, part.size())));
               if (!name || !value) {
                   return false;
               }
               request.query[*name] = *value;
               return true;
           });
}

RestResponse problem(int status, std::string_view code, std::string_view detail) {
    RestResponse response;
    response.status = status;
    response.problem = true;
    response.body = {
        {"type", "about:blank"}, {"title", title_of(status)}, {"status", status}, {"code", code}, {"detail", detail}};
    return response;
}

RestResponse problem(core::Refusal refusal) {
    return problem(status_of(refusal), name_of(refusal), words_of(refusal));
}

}  // namespace workspace::server
