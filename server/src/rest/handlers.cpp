#include <boost/json.hpp>

#include "metrics/exposition.hpp"
#include "metrics/server_metrics.hpp"
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

void Router::ready(const RestRequest& request, const Respond& respond) {
    if (parts_.driver.is_stopping()) {
        return respond(problem(503, "try_again", "The server is stopping."));
    }
    // through the writer: what waits behind a disk that does not answer is not ready
    parts_.store.ask(Store::Job{.work = [](Database& database) { database.query("SELECT 1").run(); },
                                .done =
                                    [this, request, respond](bool committed) {
                                        committed ? health(request, respond) : respond(problem(Refusal::store_failed));
                                    }});
}

void Router::metrics(const RestRequest& request, const Respond& respond) {
    if (!parts_.metrics_access.admits(request)) {
        return respond(problem(401, "bad_credentials",
                               "Metrics are for this computer alone, or for the token of --metrics-token-file."));
    }
    RestResponse response;
    response.text = metrics_text(parts_.driver, parts_.store, parts_.passwords, answers_);
    response.text_type = Exposition::kContentType;
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
