#pragma once

#include "app/hub_driver.hpp"
#include "metrics/metrics_access.hpp"
#include "rest/http.hpp"
#include "rest/openapi.hpp"
#include "store/searcher.hpp"

namespace workspace::server {

struct FoundInvitation;
struct RedeemedCode;  // auth_invitation.cpp

/// REST under /api: a table of routes, each a small handler. Never creates a lease.
class Router {
public:
    struct Parts {
        HubDriver& driver;
        Store& store;
        Searcher& searcher;
        PasswordPool& passwords;
        TokenSigner& tokens;
        std::function<void(std::function<void()>)> post;
        MetricsAccess metrics_access{};
    };
    explicit Router(Parts parts) : parts_(std::move(parts)) {}

    void use(MetricsAccess access) { parts_.metrics_access = std::move(access); }

    void handle(const RestRequest& request, const Respond& respond);

private:
    /// Who asks, and what a write of theirs is fenced with (S3).
    struct Caller {
        core::AccountId account;
        core::Fence fence;
        std::optional<AccessClaims> claims;
        bool may_read = true;
        bool may_post = true;
        bool may_administer = true;  ///< if the account is an administrator's: that is looked up with each act
    };
    using Handler = void (Router::*)(const RestRequest&, const Respond&);
    using CallerDone = std::function<void(const Caller&)>;

    void health(const RestRequest& request, const Respond& respond);
    void describe(const RestRequest& request, const Respond& respond);
    void ready(const RestRequest& request, const Respond& respond);
    void metrics(const RestRequest& request, const Respond& respond);
    void login(const RestRequest& request, const Respond& respond);
    void logout(const RestRequest& request, const Respond& respond);
    void change_password(const RestRequest& request, const Respond& respond);
    void presence(const RestRequest& request, const Respond& respond);
    void rooms(const RestRequest& request, const Respond& respond);
    void read_messages(const RestRequest& request, const Respond& respond);
    void post_message(const RestRequest& request, const Respond& respond);
    void redeem(const RestRequest& request, const Respond& respond);
    void me(const RestRequest& request, const Respond& respond);
    void my_history(const RestRequest& request, const Respond& respond);
    // ---- administration (admin_*.cpp) --------------------------------------------------------------------------------
    void list_users(const RestRequest& request, const Respond& respond);
    void lock_user(const RestRequest& request, const Respond& respond);
    void unlock_user(const RestRequest& request, const Respond& respond);
    void kick_user(const RestRequest& request, const Respond& respond);
    void change_role(const RestRequest& request, const Respond& respond);
    void reset_password(const RestRequest& request, const Respond& respond);
    void user_history(const RestRequest& request, const Respond& respond);
    void list_invitations(const RestRequest& request, const Respond& respond);
    void invite(const RestRequest& request, const Respond& respond);
    void withdraw_invitation(const RestRequest& request, const Respond& respond);
    void list_tokens(const RestRequest& request, const Respond& respond);
    void create_token(const RestRequest& request, const Respond& respond);
    void revoke_token(const RestRequest& request, const Respond& respond);
    void list_leases(const RestRequest& request, const Respond& respond);
    void list_audit(const RestRequest& request, const Respond& respond);

    void search(const RestRequest& request, const Respond& respond);

    struct Route {
        RouteWords words;
        Handler handler;
    };
    [[nodiscard]] static const std::vector<Route>& routes();
    /// Finds out who asks, or answers 401 itself.
    void with_caller(const RestRequest& request, const Respond& respond, CallerDone done);
    void with_rest_session(const AccessClaims& claims, const Respond& respond, CallerDone done);
    void with_api_token(const std::string& secret, const Respond& respond, CallerDone done);
    /// What an administrator does in one transaction with the look at whether they are one (S3); `who`: their login.
    using AdministratorWork = std::function<RestResponse(Database&, const std::string& who)>;
    void as_administrator(const RestRequest& request, const Respond& respond, AdministratorWork work);
    /// An administrator ends all that the account in the address holds (S13).
    void end_account_of(const RestRequest& request, const Respond& respond, std::optional<bool> locked);
    void end_account(core::hub::ApiEndAccount end, const Respond& respond);
    /// Reads or writes in one transaction and answers with what came out.
    void in_store(const Respond& respond, std::function<RestResponse(Database&)> work);
    void use_code(const FoundInvitation& found, const RedeemedCode& redeemed, const std::string& hash,
                  const Respond& respond);
    /// The account with the hash of its new password.
    void set_password(const AccountRow& account, const Respond& respond);
    void open_rest_session(const AccountRow& account, const Respond& respond);

    Parts parts_;
    std::map<int, std::uint64_t> answers_;  ///< how many, by status
};

}  // namespace workspace::server
