#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rest/http.hpp"

/// What handlers read out of requests, and refuse in the same words.
namespace workspace::server {

[[nodiscard]] RestResponse scope_missing(std::string_view scope);
/// A whole number from 0 on, and nothing else.
[[nodiscard]] std::optional<std::int64_t> number_from(const std::string& text);
/// The request's JSON object; where there is none, that is answered.
[[nodiscard]] std::optional<boost::json::object> body_of(const RestRequest& request, const Respond& respond);
/// A text of 1 to `most` bytes.
[[nodiscard]] std::optional<std::string> text_field(const boost::json::object& body, const char* name,
                                                    std::size_t most);

}  // namespace workspace::server
