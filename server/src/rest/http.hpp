#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workspace/core/base/errors.hpp"

namespace workspace::server {

/// An HTTP request, as much of it as the handlers look at.
struct RestRequest {
    std::string method;
    std::string address;            ///< where it comes from
    std::vector<std::string> path;  ///< decoded segments: /api/rooms/1 is {"api", "rooms", "1"}
    std::map<std::string, std::string> query;
    bool local = false;  ///< from this computer, and not handed on by a proxy for another
    std::string authorization;
    std::string content_type;
    std::string idempotency_key;
    std::string body;
};

struct RestResponse {
    int status = 200;
    boost::json::object body;  ///< not said with 204
    std::string text;          ///< said instead of `body` when it is not empty
    std::string text_type;     ///< its media type
    std::string allow;         ///< with 405
    bool problem = false;      ///< body is a problem document (RFC 9457)
};

/// Called once, on the I/O thread; maybe before the handler returns.
using Respond = std::function<void(RestResponse)>;

/// Splits a request target; none when it is not well formed (bad percent codes, no leading slash, NUL).
[[nodiscard]] bool parse_target(std::string_view target, RestRequest& request);

/// A problem document: `code` has the names of the wire's refusals, `detail` says what to do.
[[nodiscard]] RestResponse problem(int status, std::string_view code, std::string_view detail);
[[nodiscard]] RestResponse problem(core::Refusal refusal);

}  // namespace workspace::server
