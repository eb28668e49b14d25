#include "rest/router.hpp"

namespace workspace::server {

using namespace core;

const std::vector<Router::Route>& Router::routes() {
    static const std::vector<Route> table{
        {"GET", {"api", "health"}, &Router::health},
        {"GET", {"api", "health", "live"}, &Router::health},
        {"GET", {"api", "health", "ready"}, &Router::ready},
        {"GET", {"api", "metrics"}, &Router::metrics},
        {"POST", {"api", "auth", "login"}, &Router::login},
        {"POST", {"api", "auth", "logout"}, &Router::logout},
        {"POST", {"api", "auth", "password"}, &Router::change_password},
        {"GET", {"api", "presence"}, &Router::presence},
        {"GET", {"api", "rooms"}, &Router::rooms},
        {"GET", {"api", "rooms", "*", "messages"}, &Router::read_messages},
        {"POST", {"api", "rooms", "*", "messages"}, &Router::post_message},
    };
    return table;
}

void Router::handle(const RestRequest& request, const Respond& answer) {
    const Respond respond = [this, answer](RestResponse response) {
        ++answers_[response.status];
        answer(std::move(response));
    };
    std::string allow;
    for (const auto& route : routes()) {
        const bool fits =
            std::equal(route.path.begin(), route.path.end(), request.path.begin(), request.path.end(),
                       [](std::string_view known, const std::string& asked) { return known == "*" || known == asked; });
        if (fits && route.method == request.method) {
            return (this->*route.handler)(request, respond);
        }
        if (fits) {
            allow += (allow.empty() ? "" : ", ") + std::string(route.method);
        }
    }
    if (allow.empty()) {
        return respond(
            problem(404, "not_found", "There is nothing at this address; docs/rest.md lists what there is."));
    }
    auto response = problem(405, "method_not_allowed", "This address takes " + allow + ".");
    response.allow = allow;
    respond(std::move(response));
}

void Router::with_caller(const RestRequest& request, const Respond& respond, CallerDone done) {
    constexpr std::string_view kBearer = "Bearer ";
    if (!request.authorization.starts_with(kBearer)) {
        return respond(
            problem(401, "bad_credentials", "Send `Authorization: Bearer TOKEN`; POST /api/auth/login gives one."));
    }
    const auto token = request.authorization.substr(kBearer.size());
    if (token.starts_with("wst_")) {
        return with_api_token(token, respond, std::move(done));
    }
    const auto claims = parts_.tokens.check(token, clock_now().wall);
    if (!claims) {
        return respond(problem(Refusal::bad_credentials));
    }
    if (claims->kind == AccessClaims::Kind::rest) {
        return with_rest_session(*claims, respond, std::move(done));
    }
    if (!parts_.driver.hub().stands(claims->account, claims->epoch)) {
        return respond(problem(Refusal::not_live));
    }
    done({.account = claims->account, .fence = LeaseFence{claims->epoch}, .claims = claims});
}

void Router::with_rest_session(const AccessClaims& claims, const Respond& respond, CallerDone done) {
    const auto stands = std::make_shared<bool>(false);
    parts_.store.ask(Store::Job{
        .work = [claims, stands](
                    Database& database) { *stands = rest_session_stands(database, claims.session, claims.account); },
        .done =
            [claims, stands, respond, done = std::move(done)](bool committed) {
                if (!committed || !*stands) {
                    return respond(problem(committed ? Refusal::session_ended : Refusal::store_failed));
                }
                done({.account = claims.account, .fence = RestFence{claims.session}, .claims = claims});
            }});
}

void Router::with_api_token(const std::string& secret, const Respond& respond, CallerDone done) {
    const auto found = std::make_shared<std::optional<ApiToken>>();
    parts_.store.ask(
        Store::Job{.work = [secret, found](Database& database) { *found = find_api_token(database, secret); },
                   .done =
                       [found, respond, done = std::move(done)](bool committed) {
                           if (!committed || !*found) {
                               return respond(problem(committed ? Refusal::bad_credentials : Refusal::store_failed));
                           }
                           const auto& token = **found;
                           done({.account = token.account,
                                 .fence = ApiTokenFence{token.id},
                                 .claims = {},
                                 .may_read = token.may_read,
                                 .may_post = token.may_post});
                       }});
}

}  // namespace workspace::server
