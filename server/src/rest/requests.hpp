#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rest/http.hpp"

/// What handlers read out of requests, and refuse in the same words.
namespace workspace::server {

/// What a new password needs at least, in bytes.
inline constexpr std::size_t kNewPasswordBytesMin = 8;
/// The largest number that JSON carries exactly.
inline constexpr std::int64_t kNumberMax = (std::int64_t{1} << 53) - 1;

[[nodiscard]] RestResponse scope_missing(std::string_view scope);
/// A whole number from 0 on, and nothing else.
[[nodiscard]] std::optional<std::int64_t> number_from(const std::string& text);
/// The request's JSON object; where there is none, that is answered.
[[nodiscard]] std::optional<boost::json::object> body_of(const RestRequest& request, const Respond& respond);
[[nodiscard]] RestResponse no_content();
/// Why it cannot be a new password.
[[nodiscard]] std::optional<RestResponse> problem_of_new_password(std::string_view password);
/// `name` of the query within the bounds, `otherwise` when it is not there; none when it is something else.
[[nodiscard]] std::optional<std::int64_t> number_in_query(const RestRequest& request, const char* name,
                                                          std::int64_t most, std::int64_t otherwise);
/// A text of 1 to `most` bytes.
[[nodiscard]] std::optional<std::string> text_field(const boost::json::object& body, const char* name,
                                                    std::size_t most);

}  // namespace workspace::server
