#include <boost/json.hpp>

#include "rest/requests.hpp"
#include "rest/router.hpp"

namespace workspace::server {

namespace json = boost::json;
using namespace core;

void Router::health(const RestRequest&, const Respond& respond) {
    RestResponse response;
    response.body = {{"status", "ok"}, {"version", WORKSPACE_VERSION}};
    respond(std::move(response));
}

void Router::presence(const RestRequest& request, const Respond& respond) {
    with_caller(request, respond, [this, respond](const Caller& caller) {
        if (!caller.may_read) {
            return respond(scope_missing("read"));
        }
        const auto set = parts_.driver.hub().presence();
        json::array people;
        for (const auto& person : set.people) {
            people.push_back(json::object{{"id", person.id.value}, {"name", person.name}});
        }
        RestResponse response;
        response.body = {{"boot", set.now.boot.hex()},
                         {"version", set.now.version.value},
                         {"count", set.now.count},
                         {"hash", set.now.hash},
                         {"people", std::move(people)}};
        respond(std::move(response));
    });
}

}  // namespace workspace::server
