#pragma once

#include <boost/json/object.hpp>
#include <string_view>
#include <vector>

namespace workspace::server {

/// Who may ask: what a token needs (docs/rest.md). `self`: any token.
enum class Access : std::uint8_t { anyone, self, read, post, admin };

/// One line of the router's table, as others see it.
struct RouteWords {
    std::string_view method;
    std::vector<std::string_view> path;  ///< "*" is any one segment
    std::string_view summary;
    Access access{};
};

/// The description that programs read (OpenAPI 3.1).
[[nodiscard]] boost::json::object openapi(const std::vector<RouteWords>& routes);

}  // namespace workspace::server
