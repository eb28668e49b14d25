#include "rest/openapi.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace workspace::server {

namespace json = boost::json;

namespace {

std::string address_of(const RouteWords& route) {
    std::string address;
    for (const auto segment : route.path) {
        address += "/" + std::string(segment == "*" ? "{id}" : segment);
    }
    return address;
}

std::string lower(std::string_view method) {
    std::string text(method);
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    return text;
}

json::object operation_of(const RouteWords& route) {
    json::object operation{{"summary", route.summary}};
    if (std::find(route.path.begin(), route.path.end(), "*") != route.path.end()) {
        operation["parameters"] = json::array{json::object{
            {"name", "id"}, {"in", "path"}, {"required", true}, {"schema", json::object{{"type", "integer"}}}}};
    }
    const char* scope = route.access == Access::read    ? "read"
                        : route.access == Access::post  ? "post"
                        : route.access == Access::admin ? "admin"
                                                        : nullptr;
    if (route.access == Access::anyone) {
        operation["security"] = json::array();
    } else {
        operation["security"] =
            json::array{json::object{{"bearer", scope == nullptr ? json::array() : json::array{scope}}}};
    }
    operation["responses"] =
        json::object{{"2XX", json::object{{"description", "Done: docs/rest.md shows the answer."}}},
                     {"default", json::object{{"$ref", "#/components/responses/problem"}}}};
    return operation;
}

}  // namespace

json::object openapi(const std::vector<RouteWords>& routes) {
    json::object paths;
    for (const auto& route : routes) {
        auto& path = paths[address_of(route)];
        if (path.is_null()) {
            path = json::object();
        }
        path.as_object()[lower(route.method)] = operation_of(route);
    }
    const json::object problem{
        {"description", "A problem document (RFC 9457): `code` is for programs, `detail` for people."},
        {"content", json::object{{"application/problem+json", json::object()}}}};
    return {
        {"openapi", "3.1.0"},
        {"info", json::object{{"title", "Workspace"}, {"version", WORKSPACE_VERSION}}},
        {"paths", std::move(paths)},
        {"components", json::object{{"responses", json::object{{"problem", problem}}},
                                    {"securitySchemes",
                                     json::object{{"bearer", json::object{{"type", "http"}, {"scheme", "bearer"}}}}}}}};
}

}  // namespace workspace::server
