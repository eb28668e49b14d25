#include "rest/requests.hpp"

#include <boost/json.hpp>
#include <charconv>

#include "workspace/core/base/limits.hpp"

namespace workspace::server {

namespace json = boost::json;
using namespace core;

RestResponse scope_missing(std::string_view scope) {
    return problem(403, "scope_missing",
                   "This token lacks the scope `" + std::string(scope) +
                       "`; make one with `workspace-server token create --scope`.");
}

std::optional<std::int64_t> number_from(const std::string& text) {
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failed == std::errc() && end == text.data() + text.size() && value >= 0 ? std::optional(value)
                                                                                   : std::nullopt;
}

std::optional<json::object> body_of(const RestRequest& request, const Respond& respond) {
    if (!request.content_type.starts_with("application/json")) {
        respond(problem(415, "bad_request", "Send `Content-Type: application/json`."));
        return std::nullopt;
    }
    boost::system::error_code failed;
    json::parse_options options;
    options.max_depth = kJsonDepthMax;
    auto value = json::parse(request.body, failed, {}, options);
    if (failed || !value.is_object()) {
        respond(problem(400, "bad_request", "The body is not a JSON object."));
        return std::nullopt;
    }
    return std::move(value.as_object());
}

RestResponse no_content() {
    RestResponse response;
    response.status = 204;
    return response;
}

std::optional<RestResponse> problem_of_new_password(std::string_view password) {
    if (password.size() >= kNewPasswordBytesMin && password.size() <= kPasswordBytesMax) {
        return std::nullopt;
    }
    return problem(400, "password_length",
                   "The new password must have " + std::to_string(kNewPasswordBytesMin) + " to " +
                       std::to_string(kPasswordBytesMax) + " bytes.");
}

std::optional<std::int64_t> number_in_query(const RestRequest& request, const char* name, std::int64_t most,
                                            std::int64_t otherwise) {
    const auto found = request.query.find(name);
    if (found == request.query.end()) {
        return otherwise;
    }
    const auto number = number_from(found->second);
    return number && *number <= most ? number : std::nullopt;
}

std::optional<std::string> text_field(const json::object& body, const char* name, std::size_t most) {
    const auto* field = body.if_contains(name);
    if (field == nullptr || !field->is_string() || field->as_string().empty() || field->as_string().size() > most) {
        return std::nullopt;
    }
    return std::string(field->as_string());
}

}  // namespace workspace::server
