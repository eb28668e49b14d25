#include "rest/router.hpp"

#include "rest/requests.hpp"

namespace workspace::server {

using namespace core;

const std::vector<Router::Route>& Router::routes() {
    static const std::vector<Route> table{
        {{"GET", {"api", "openapi.json"}, "this description", Access::anyone}, &Router::describe},
        {{"GET", {"api", "health"}, "whether the server serves", Access::anyone}, &Router::health},
        {{"GET", {"api", "health", "live"}, "whether its loop turns", Access::anyone}, &Router::health},
        {{"GET", {"api", "health", "ready"}, "whether its database answers, too", Access::anyone}, &Router::ready},
        {{"GET", {"api", "metrics"}, "figures for Prometheus, as text", Access::anyone}, &Router::metrics},
        {{"POST", {"api", "auth", "login"}, "a session for name and password", Access::anyone}, &Router::login},
        {{"POST", {"api", "auth", "logout"}, "end the session", Access::self}, &Router::logout},
        {{"POST", {"api", "auth", "password"}, "another password; ends all that the account holds", Access::anyone},
         &Router::change_password},
        {{"POST", {"api", "auth", "redeem"}, "use a code: a new account, or a new password", Access::anyone},
         &Router::redeem},
        {{"GET", {"api", "me"}, "the account", Access::self}, &Router::me},
        {{"GET", {"api", "me", "history"}, "what became of the connections", Access::read}, &Router::my_history},
        {{"GET", {"api", "admin", "users"}, "the accounts", Access::admin}, &Router::list_users},
        {{"POST", {"api", "admin", "users", "*", "lock"}, "close an account", Access::admin}, &Router::lock_user},
        {{"POST", {"api", "admin", "users", "*", "unlock"}, "open it again", Access::admin}, &Router::unlock_user},
        {{"POST", {"api", "admin", "users", "*", "kick"}, "end all that it holds", Access::admin}, &Router::kick_user},
        {{"POST", {"api", "admin", "users", "*", "role"}, "another role", Access::admin}, &Router::change_role},
        {{"POST", {"api", "admin", "users", "*", "reset-password"}, "a code for a new password", Access::admin},
         &Router::reset_password},
        {{"GET", {"api", "admin", "users", "*", "history"}, "what became of its connections", Access::admin},
         &Router::user_history},
        {{"GET", {"api", "admin", "invitations"}, "the codes that are open", Access::admin}, &Router::list_invitations},
        {{"POST", {"api", "admin", "invitations"}, "a code for a new account", Access::admin}, &Router::invite},
        {{"DELETE", {"api", "admin", "invitations", "*"}, "take a code back", Access::admin},
         &Router::withdraw_invitation},
        {{"GET", {"api", "admin", "tokens"}, "the API tokens", Access::admin}, &Router::list_tokens},
        {{"POST", {"api", "admin", "tokens"}, "an API token", Access::admin}, &Router::create_token},
        {{"DELETE", {"api", "admin", "tokens", "*"}, "take an API token back", Access::admin}, &Router::revoke_token},
        {{"GET", {"api", "admin", "leases"}, "who counts as connected", Access::admin}, &Router::list_leases},
        {{"GET", {"api", "admin", "audit"}, "what was done, and by whom", Access::admin}, &Router::list_audit},
        {{"GET", {"api", "presence"}, "who is connected", Access::read}, &Router::presence},
        {{"GET", {"api", "rooms"}, "the account's rooms", Access::read}, &Router::rooms},
        {{"GET", {"api", "rooms", "*", "messages"}, "a page of a room's log", Access::read}, &Router::read_messages},
        {{"POST", {"api", "rooms", "*", "messages"}, "post a message", Access::post}, &Router::post_message},
        {{"GET", {"api", "search"}, "messages by their words", Access::read}, &Router::search},
    };
    return table;
}

void Router::describe(const RestRequest&, const Respond& respond) {
    std::vector<RouteWords> all;
    for (const auto& route : routes()) {
        all.push_back(route.words);
    }
    RestResponse response;
    response.body = openapi(all);
    respond(std::move(response));
}

void Router::handle(const RestRequest& request, const Respond& answer) {
    const Respond respond = [this, answer](RestResponse response) {
        ++answers_[response.status];
        answer(std::move(response));
    };
    std::string allow;
    for (const auto& route : routes()) {
        const bool fits =
            std::equal(route.words.path.begin(), route.words.path.end(), request.path.begin(), request.path.end(),
                       [](std::string_view known, const std::string& asked) { return known == "*" || known == asked; });
        if (fits && route.words.method == request.method) {
            return (this->*route.handler)(request, respond);
        }
        if (fits) {
            allow += (allow.empty() ? "" : ", ") + std::string(route.words.method);
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
                                 .may_post = token.may_post,
                                 .may_administer = token.may_administer});
                       }});
}

void Router::in_store(const Respond& respond, std::function<RestResponse(Database&)> work) {
    const auto answer = std::make_shared<RestResponse>();
    parts_.store.ask(Store::Job{
        .work = [answer, work = std::move(work)](Database& database) { *answer = work(database); },
        .done = [answer, respond](
                    bool committed) { respond(committed ? std::move(*answer) : problem(Refusal::store_failed)); }});
}

void Router::as_administrator(const RestRequest& request, const Respond& respond, AdministratorWork work) {
    with_caller(request, respond, [this, respond, work = std::move(work)](const Caller& caller) {
        if (!caller.may_administer) {
            return respond(scope_missing("admin"));
        }
        in_store(respond, [who = Administrator{caller.account, caller.fence}, work](Database& database) {
            const auto login = administrator_behind(database, who);
            return login ? work(database, *login) : problem(Refusal::not_allowed);
        });
    });
}

}  // namespace workspace::server
