#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

#include "host/temporary_folder.hpp"
#include "rest/router.hpp"
#include "store/store_engine.hpp"

namespace workspace::testing {

namespace server = workspace::server;

/// REST without sockets: the router over a real hub and a real database, its turns made by the caller's thread.
class RestDesk {
public:
    static constexpr const char* kPassword = "correct horse";

    /// `search_within`: how long a search may take.
    explicit RestDesk(std::chrono::milliseconds search_within = std::chrono::seconds{2});
    ~RestDesk();
    RestDesk(const RestDesk&) = delete;
    RestDesk& operator=(const RestDesk&) = delete;

    /// Asks on this computer, as a caller with `token` (none when empty), and waits for the answer.
    server::RestResponse ask(const std::string& method, const std::string& target, const std::string& token = {},
                             const std::string& body = {}, const std::string& idempotency_key = {});
    server::RestResponse ask(const server::RestRequest& request);
    /// A REST session of `name`; its access token.
    std::string log_in(const std::string& name);
    /// `name` is an administrator from now on; a REST session of theirs.
    std::string log_in_administrator(const std::string& name);
    /// An API token of `name`.
    std::string api_token(const std::string& name, const std::string& scopes);
    /// All bytes of the database and its log of writes.
    [[nodiscard]] std::string file_text() const;
    /// Runs `sql` as an administrator would while the server serves.
    void administer(const char* sql);
    [[nodiscard]] server::TokenSigner& signer() { return tokens_; }

private:
    void post(std::function<void()> work);
    void prepare();

    TemporaryFolder folder_;
    std::filesystem::path file_ = folder_.path() / "workspace.db";
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<std::function<void()>> turns_;
    server::TokenSigner tokens_{folder_.path() / "token.key"};
    std::unique_ptr<server::Store> store_;
    std::unique_ptr<server::Searcher> searcher_;
    std::unique_ptr<server::PasswordPool> passwords_;
    std::unique_ptr<server::HubDriver> driver_;
    std::unique_ptr<server::Router> router_;
};

}  // namespace workspace::testing
