// What administrators do with accounts, and who is connected.

#include <boost/json.hpp>

#include "rest/requests.hpp"
#include "rest/router.hpp"
#include "store/audit.hpp"
#include "store/invitations.hpp"
#include "store/lease_rows.hpp"
#include "workspace/core/base/limits.hpp"

namespace workspace::server {

namespace json = boost::json;
using namespace core;

namespace {

constexpr std::int64_t kAdminPageMax = 200;

/// The account in /api/admin/users/{id}/…
std::optional<AccountId> account_in(const RestRequest& request) {
    const auto id = number_from(request.path[3]);
    return id ? std::optional(AccountId{*id}) : std::nullopt;
}

RestResponse no_such_user() {
    return problem(404, "not_found", "There is no such account; GET /api/admin/users lists them.");
}

json::object user_json(const AccountRow& account) {
    return {{"id", account.id.value},
            {"login", account.login},
            {"name", account.name},
            {"role", name_of(account.role)},
            {"locked", account.locked}};
}

RestResponse history_of(Database& database, AccountId account) {
    json::array history;
    for (const auto& note : lease_history(database, account)) {
        history.push_back(json::object{{"at", note.at.ms}, {"epoch", note.epoch.value}, {"cause", note.cause}});
    }
    RestResponse response;
    response.body = {{"history", std::move(history)}};
    return response;
}

/// What an account became may not be undone by itself: somebody else who may is always left.
bool is_own(const AccountRow& account, const std::string& administrator) {
    return account.login == administrator;
}

RestResponse role_changed(Database& database, AccountId id, Role role, const std::string& who) {
    auto account = account_with(database, id);
    if (!account) {
        return no_such_user();
    }
    if (is_own(*account, who) || !may_become(account->role, role)) {
        return problem(Refusal::not_allowed);
    }
    set_role(database, id, role);
    account->role = role;
    note_audit(database, {.at = clock_now().wall,
                          .actor = who,
                          .action = "role_changed",
                          .subject = account->login,
                          .detail = std::string(name_of(role))});
    RestResponse response;
    response.body = user_json(*account);
    return response;
}

}  // namespace

void Router::me(const RestRequest& request, const Respond& respond) {
    with_caller(request, respond, [this, respond](const Caller& caller) {
        in_store(respond, [who = caller.account](Database& database) {
            const auto account = account_with(database, who);
            RestResponse response;
            response.body = account ? user_json(*account) : json::object{};
            return account ? response : problem(Refusal::session_ended);
        });
    });
}

void Router::my_history(const RestRequest& request, const Respond& respond) {
    with_caller(request, respond, [this, respond](const Caller& caller) {
        if (!caller.may_read) {
            return respond(scope_missing("read"));
        }
        in_store(respond, [who = caller.account](Database& database) { return history_of(database, who); });
    });
}

void Router::list_users(const RestRequest& request, const Respond& respond) {
    const auto after = number_in_query(request, "after", kNumberMax, 0);
    const auto limit = number_in_query(request, "limit", kAdminPageMax, kAdminPageMax);
    if (!after || !limit) {
        return respond(problem(400, "bad_request", "Ask with `after` (an id) and `limit` (at most 200), or without."));
    }
    as_administrator(request, respond, [after = *after, limit = *limit](Database& database, const std::string&) {
        json::array users;
        for (const auto& account : accounts_after(database, {after}, limit)) {
            users.push_back(user_json(account));
        }
        RestResponse response;
        response.body = {{"users", std::move(users)}};
        return response;
    });
}

void Router::end_account_of(const RestRequest& request, const Respond& respond, std::optional<bool> locked) {
    const auto account = account_in(request);
    if (!account) {
        return respond(no_such_user());
    }
    with_caller(request, respond, [this, respond, account = *account, locked](const Caller& caller) {
        if (!caller.may_administer) {
            return respond(scope_missing("admin"));
        }
        if (locked.value_or(false) && account == caller.account) {
            return respond(problem(Refusal::not_allowed));  // somebody who may unlock it is always left
        }
        end_account({.request = {},
                     .account = account,
                     .cause = LeaseCause::revoked,
                     .password = {},
                     .locked = locked,
                     .password_version = {},
                     .by = Administrator{caller.account, caller.fence}},
                    respond);
    });
}

void Router::lock_user(const RestRequest& request, const Respond& respond) {
    end_account_of(request, respond, true);
}

void Router::unlock_user(const RestRequest& request, const Respond& respond) {
    end_account_of(request, respond, false);
}

void Router::kick_user(const RestRequest& request, const Respond& respond) {
    end_account_of(request, respond, std::nullopt);
}

void Router::change_role(const RestRequest& request, const Respond& respond) {
    const auto account = account_in(request);
    const auto body = body_of(request, respond);
    if (!body) {
        return;
    }
    const auto name = text_field(*body, "role", kNameBytesMax);
    const auto role = name ? role_named(*name) : std::nullopt;
    if (!role) {
        return respond(problem(400, "bad_request", R"(Send {"role": "administrator"}, "member" or "guest".)"));
    }
    if (!account) {
        return respond(no_such_user());
    }
    as_administrator(request, respond, [id = *account, role = *role](Database& database, const std::string& who) {
        return role_changed(database, id, role, who);
    });
}

void Router::user_history(const RestRequest& request, const Respond& respond) {
    const auto account = account_in(request);
    if (!account) {
        return respond(no_such_user());
    }
    as_administrator(request, respond, [id = *account](Database& database, const std::string&) {
        return account_with(database, id) ? history_of(database, id) : no_such_user();
    });
}

void Router::list_leases(const RestRequest& request, const Respond& respond) {
    as_administrator(request, respond, [](Database& database, const std::string&) {
        json::array leases;
        for (const auto& lease : all_leases(database)) {
            leases.push_back(json::object{{"account", lease.account.value},
                                          {"name", lease.account_name},
                                          {"workstation", lease.workstation_label},
                                          {"state", lease.state == LeaseState::live ? "live" : "detached"},
                                          {"since", lease.since.ms}});
        }
        RestResponse response;
        response.body = {{"leases", std::move(leases)}};
        return response;
    });
}

void Router::list_audit(const RestRequest& request, const Respond& respond) {
    const auto before = number_in_query(request, "before", kNumberMax, kNumberMax);
    const auto limit = number_in_query(request, "limit", kAdminPageMax, kAdminPageMax);
    if (!before || !limit) {
        return respond(problem(400, "bad_request", "Ask with `before` (an id) and `limit` (at most 200), or without."));
    }
    as_administrator(request, respond, [before = *before, limit = *limit](Database& database, const std::string&) {
        json::array entries;
        for (const auto& entry : audit_page(database, before, limit)) {
            entries.push_back(json::object{{"id", entry.id},
                                           {"at", entry.at.ms},
                                           {"actor", entry.actor},
                                           {"action", entry.action},
                                           {"subject", entry.subject},
                                           {"detail", entry.detail}});
        }
        RestResponse response;
        response.body = {{"entries", std::move(entries)}};
        return response;
    });
}

}  // namespace workspace::server
