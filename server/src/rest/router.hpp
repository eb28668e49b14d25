#pragma once

#include "app/hub_driver.hpp"
#include "metrics/metrics_access.hpp"
#include "rest/http.hpp"

namespace workspace::server {

/// What a new password needs at least, in bytes.
inline constexpr std::size_t kNewPasswordBytesMin = 8;

/// REST under /api: a table of routes, each a small handler. Never creates a lease.
class Router {
public:
    struct Parts {
        HubDriver& driver;
        Store& store;
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
    };
    using Handler = void (Router::*)(const RestRequest&, const Respond&);
    using CallerDone = std::function<void(const Caller&)>;

    void health(const RestRequest& request, const Respond& respond);
    void ready(const RestRequest& request, const Respond& respond);
    void metrics(const RestRequest& request, const Respond& respond);
    void login(const RestRequest& request, const Respond& respond);
    void logout(const RestRequest& request, const Respond& respond);
    void change_password(const RestRequest& request, const Respond& respond);
    void presence(const RestRequest& request, const Respond& respond);
    void rooms(const RestRequest& request, const Respond& respond);
    void read_messages(const RestRequest& request, const Respond& respond);
    void post_message(const RestRequest& request, const Respond& respond);

    struct Route {
        std::string_view method;
        std::vector<std::string_view> path;  ///< "*" is any one segment
        Handler handler;
    };
    [[nodiscard]] static const std::vector<Route>& routes();
    /// Finds out who asks, or answers 401 itself.
    void with_caller(const RestRequest& request, const Respond& respond, CallerDone done);
    void with_rest_session(const AccessClaims& claims, const Respond& respond, CallerDone done);
    void with_api_token(const std::string& secret, const Respond& respond, CallerDone done);
    /// The account with the hash of its new password.
    void set_password(const AccountRow& account, const Respond& respond);
    void open_rest_session(const AccountRow& account, const Respond& respond);

    Parts parts_;
    std::map<int, std::uint64_t> answers_;  ///< how many, by status
};

}  // namespace workspace::server
