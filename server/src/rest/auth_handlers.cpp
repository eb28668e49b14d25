// Who is who: login, logout, another password.

#include <sodium.h>
#include <boost/json.hpp>
#include <memory>

#include "rest/requests.hpp"
#include "rest/router.hpp"
#include "workspace/core/base/limits.hpp"

namespace workspace::server {

namespace json = boost::json;
using namespace core;

namespace {

PasswordTry try_of(const RestRequest& request, std::string name, std::string password) {
    return {.name = std::move(name),
            .password = SecretText(std::move(password)),
            .address = request.address,
            .workstation = {},
            .now = clock_now().mono};
}

RestResponse problem_of(const PasswordChecked& checked) {
    return checked.too_often
               ? problem(429, name_of(Refusal::rate_limited),
                         "Too many wrong passwords came from here: wait up to 15 minutes, then try again.")
               : problem(Refusal::bad_credentials);
}

}  // namespace

void Router::login(const RestRequest& request, const Respond& respond) {
    const auto body = body_of(request, respond);
    if (!body) {
        return;
    }
    auto name = text_field(*body, "name", kNameBytesMax);
    auto password = text_field(*body, "password", kPasswordBytesMax);
    if (!name || !password) {
        return respond(problem(400, "bad_request", "Send {\"name\": …, \"password\": …}."));
    }
    const bool taken = parts_.passwords.check(
        try_of(request, std::move(*name), std::move(*password)),
        // on a thread of the pool, maybe while the server ends: the router may be gone before it
        [this, respond, post = parts_.post](PasswordChecked checked) {
            post([this, respond, checked = std::move(checked)] {
                checked.account ? open_rest_session(*checked.account, respond) : respond(problem_of(checked));
            });
        });
    if (!taken) {
        respond(problem(Refusal::try_again));
    }
}

void Router::open_rest_session(const AccountRow& account, const Respond& respond) {
    SessionId id;
    randombytes_buf(id.value.data(), id.value.size());
    const auto now = clock_now().wall;
    auto token = parts_.tokens.sign({.kind = AccessClaims::Kind::rest,
                                     .account = account.id,
                                     .session = id,
                                     .epoch = {},
                                     .expires = now.ms / 1000 + kRestTokenSeconds});
    const auto added = std::make_shared<bool>(false);
    parts_.store.ask(Store::Job{
        .work =
            [id, now, added, who = account.id, version = account.password_version](Database& database) {
                end_rest_sessions_before(database, {now.ms - kRestTokenSeconds * 1000});
                *added = add_rest_session(database, id, who, version, now);
            },
        .done =
            [respond, account, added, token = std::move(token)](bool committed) {
                if (!committed || !*added) {  // another password was set since this one was checked (S13)
                    return respond(problem(committed ? Refusal::bad_credentials : Refusal::store_failed));
                }
                RestResponse response;
                response.body = {{"access", token},
                                 {"expires_in", kRestTokenSeconds},
                                 {"account", json::object{{"id", account.id.value}, {"name", account.name}}}};
                respond(std::move(response));
            }});
}

void Router::logout(const RestRequest& request, const Respond& respond) {
    with_caller(request, respond, [this, respond](const Caller& caller) {
        const auto ended = [respond](bool done) {
            RestResponse response;
            response.body = {{"status", "logged_out"}};
            respond(done ? std::move(response) : problem(Refusal::store_failed));
        };
        if (std::holds_alternative<LeaseFence>(caller.fence)) {
            parts_.driver.log_out(caller.account, caller.claims->epoch, [ended, respond](const hub::ApiResult& result) {
                if (const auto* refusal = std::get_if<Refusal>(&result)) {
                    return respond(problem(*refusal));
                }
                ended(true);
            });
        } else if (const auto* rest = std::get_if<RestFence>(&caller.fence)) {
            parts_.store.ask(Store::Job{
                .work = [id = rest->session](Database& database) { end_rest_session(database, id); }, .done = ended});
        } else {
            respond(problem(400, "bad_request", "An API token has no session to end."));
        }
    });
}

void Router::change_password(const RestRequest& request, const Respond& respond) {
    const auto body = body_of(request, respond);
    if (!body) {
        return;
    }
    auto name = text_field(*body, "name", kNameBytesMax);
    auto password = text_field(*body, "password", kPasswordBytesMax);
    const auto* fresh = body->if_contains("new_password");
    if (!name || !password || fresh == nullptr || !fresh->is_string()) {
        return respond(problem(400, "bad_request", R"(Send {"name": …, "password": …, "new_password": …}.)"));
    }
    const std::string_view words = fresh->as_string();
    if (const auto wrong = problem_of_new_password(words)) {
        return respond(*wrong);
    }
    const bool taken = parts_.passwords.change(
        try_of(request, std::move(*name), std::move(*password)), SecretText(std::string(words)),
        [this, respond, post = parts_.post](PasswordChecked checked) {
            post([this, respond, checked = std::move(checked)] {
                checked.account ? set_password(*checked.account, respond) : respond(problem_of(checked));
            });
        });
    if (!taken) {
        respond(problem(Refusal::try_again));
    }
}

void Router::set_password(const AccountRow& account, const Respond& respond) {
    if (account.password_hash.empty()) {
        return respond(problem(Refusal::try_again));  // no memory for the hash
    }
    end_account({.request = {},
                 .account = account.id,
                 .cause = LeaseCause::password_changed,
                 .password = SecretText(account.password_hash),
                 .locked = {},
                 .password_version = account.password_version},
                respond);
}

void Router::end_account(hub::ApiEndAccount end, const Respond& respond) {
    parts_.driver.end_account(std::move(end), [respond](const hub::ApiResult& result) {
        const auto* refusal = std::get_if<Refusal>(&result);
        respond(refusal != nullptr ? problem(*refusal) : no_content());
    });
}

}  // namespace workspace::server
