// Codes that are good once: an invitation makes an account, a reset gives one a new password.

#include <boost/json.hpp>
#include <memory>

#include "rest/requests.hpp"
#include "rest/router.hpp"
#include "store/audit.hpp"
#include "store/invitations.hpp"
#include "workspace/core/base/limits.hpp"

namespace workspace::server {

namespace json = boost::json;
using namespace core;

/// What came with a code. `login` and `name` are for a new account.
struct RedeemedCode {
    std::string code;
    std::optional<std::string> login;
    std::string name;
    SecretText password;
};

namespace {

constexpr std::size_t kCodeBytesMax = 128;

RestResponse no_such_code() {
    return problem(404, "no_such_code",
                   "This code was used, withdrawn, has expired or never was one: ask for another.");
}

RestResponse made(AccountId id, const std::string& login, Role role) {
    RestResponse response;
    response.status = 201;
    response.body = {{"account", json::object{{"id", id.value}, {"login", login}, {"role", name_of(role)}}}};
    return response;
}

/// The account and the end of its code, in one transaction.
RestResponse make_account(Database& database, const RedeemedCode& redeemed, const std::string& hash, WallTime now) {
    const auto found = find_invitation(database, redeemed.code, now);
    const auto* role = found ? std::get_if<Role>(&found->to) : nullptr;
    if (role == nullptr) {
        return no_such_code();  // used by somebody else while the password was hashed
    }
    const AccountRow row{
        .id = {}, .login = *redeemed.login, .name = redeemed.name, .password_hash = hash, .role = *role};
    const auto id = add_account(database, row, now);
    if (!id) {
        return problem(Refusal::name_taken);
    }
    remove_invitation(database, found->id);
    note_audit(database, {.at = now,
                          .actor = row.login,
                          .action = "account_made",
                          .subject = row.login,
                          .detail = std::string(name_of(*role))});
    return made(*id, row.login, *role);
}

std::optional<RedeemedCode> redeemed_from(const json::object& body) {
    auto code = text_field(body, "code", kCodeBytesMax);
    const auto* password = body.if_contains("password");
    if (!code || password == nullptr || !password->is_string()) {
        return std::nullopt;
    }
    auto login = text_field(body, "login", kNameBytesMax);
    auto name = body.contains("name") ? text_field(body, "name", kLabelBytesMax) : login.value_or("");
    if (!name) {
        return std::nullopt;
    }
    return RedeemedCode{.code = std::move(*code),
                        .login = std::move(login),
                        .name = std::move(*name),
                        .password = SecretText(std::string(password->as_string()))};
}

}  // namespace

void Router::redeem(const RestRequest& request, const Respond& respond) {
    const auto body = body_of(request, respond);
    if (!body) {
        return;
    }
    const auto redeemed = redeemed_from(*body);
    if (!redeemed) {
        return respond(
            problem(400, "bad_request", R"(Send {"code": …, "password": …}, and "login" for an invitation.)"));
    }
    if (const auto wrong = problem_of_new_password(redeemed->password.reveal())) {
        return respond(*wrong);
    }
    // A code that is none costs a look at the database, not a hash.
    const auto found = std::make_shared<std::optional<FoundInvitation>>();
    parts_.store.ask(Store::Job{
        .work = [found, code = redeemed->code](
                    Database& database) { *found = find_invitation(database, code, clock_now().wall); },
        .done =
            [this, found, redeemed = *redeemed, respond](bool committed) {
                if (!committed || !*found) {
                    return respond(committed ? no_such_code() : problem(Refusal::store_failed));
                }
                if (std::holds_alternative<Role>((*found)->to) && !redeemed.login) {
                    return respond(problem(400, "bad_request", "An invitation needs a `login` of 1 to 64 bytes."));
                }
                const bool taken = parts_.passwords.hash(
                    redeemed.password, [this, found, redeemed, respond, post = parts_.post](const std::string& hash) {
                        post([this, found, redeemed, hash, respond] { use_code(**found, redeemed, hash, respond); });
                    });
                if (!taken) {
                    respond(problem(Refusal::try_again));
                }
            }});
}

void Router::use_code(const FoundInvitation& found, const RedeemedCode& redeemed, const std::string& hash,
                      const Respond& respond) {
    if (hash.empty()) {
        return respond(problem(Refusal::try_again));  // no memory for it
    }
    const auto* account = std::get_if<AccountId>(&found.to);
    if (account == nullptr) {
        return in_store(respond, [redeemed, hash](Database& database) {
            return make_account(database, redeemed, hash, clock_now().wall);
        });
    }
    // A new password is the end of every code for one: of two who redeem the same, the later finds another version.
    end_account(
        {.request = {},
         .account = *account,
         .cause = LeaseCause::password_changed,
         .password = SecretText(hash),
         .locked = {},
         .password_version = found.password_version},
        [respond](const RestResponse& response) { respond(response.status == 401 ? no_such_code() : response); });
}

}  // namespace workspace::server
