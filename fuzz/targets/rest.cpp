// REST without its sockets: a request line, its headers and its body, as text; the router, the tokens and the handlers
// are the real ones, over a real database. Whatever is asked is answered once, with a status and a JSON object.

#include <sodium.h>

#include <boost/json.hpp>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "host/temporary_folder.hpp"
#include "rest/router.hpp"
#include "store/store_engine.hpp"
#include "support/choices.hpp"
#include "support/target.hpp"

namespace workspace::fuzz {
namespace {

using namespace server;

constexpr int kRequestsOfADesk = 2000;  ///< then a new one: its log grows with each post
constexpr std::string_view kSession = "session";
constexpr std::string_view kReader = "reader";

/// Everything behind the router. No password is ever checked: that pool is full from the start.
class Desk {
public:
    Desk() {
        StoreEngine engine(file_);
        Transaction transaction(engine.database());
        const auto account =
            add_account(engine.database(), {.id = {}, .login = "alice", .name = "Alice", .password_hash = {}}, {1});
        require(account.has_value(), "the desk has an account");
        const core::SessionId session{};
        require(add_rest_session(engine.database(), session, *account, 0, clock_now().wall), "the desk has a session");
        session_ = tokens_.sign({.kind = AccessClaims::Kind::rest,
                                 .account = *account,
                                 .session = session,
                                 .epoch = {},
                                 .expires = clock_now().wall.ms / 1000 + kRestTokenSeconds});
        reader_ = make_api_token();
        require(add_api_token(engine.database(), *account, reader_, "reader", "read", {1}).has_value(),
                "the desk has a reader");
        transaction.commit();
    }
    [[nodiscard]] std::string authorization(std::string_view header) const {
        return header == kSession  ? "Bearer " + session_
               : header == kReader ? "Bearer " + reader_
                                   : std::string(header);
    }
    RestResponse ask(const RestRequest& request) {
        std::optional<RestResponse> answer;
        router_.handle(request, [&](RestResponse response) {
            require(!answer, "a request is answered twice");
            answer = std::move(response);
        });
        driver_.end_turn();
        while (!answer) {
            next_turn()();
            driver_.end_turn();
        }
        return *answer;
    }

private:
    void post(std::function<void()> work) {
        {
            const std::lock_guard lock(mutex_);
            turns_.push_back(std::move(work));
        }
        arrived_.notify_one();
    }
    std::function<void()> next_turn() {
        std::unique_lock lock(mutex_);
        arrived_.wait(lock, [this] { return !turns_.empty(); });  // for ever: that is what libFuzzer's -timeout is for
        auto turn = std::move(turns_.front());
        turns_.pop_front();
        return turn;
    }

    testing::TemporaryFolder folder_;
    std::filesystem::path file_ = folder_.path() / "workspace.db";
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<std::function<void()>> turns_;
    TokenSigner tokens_{folder_.path() / "token.key"};
    std::string session_;
    std::string reader_;
    Store store_{file_,
                 {.answers_wait = [this] { post([this] { driver_.take_answers(); }); },
                  .fatal = [](const std::string& why) { require(false, why); }}};
    PasswordPool passwords_{{.database = file_, .cost = {.memory_mib = 8, .ops = 1}, .threads = 0, .queue = 0}};
    HubDriver driver_{{}, store_.start(clock_now().wall), {store_, passwords_, tokens_, [this](auto f) { post(f); }}};
    Searcher searcher_{{.database = file_}};
    Router router_{{driver_, store_, searcher_, passwords_, tokens_, [this](auto f) { post(f); }}};
};

/// METHOD, target, authorization, content type and idempotency key, a line each; then the body.
void ask(Choices choices) {
    static const bool sodium = sodium_init() >= 0;
    require(sodium, "libsodium starts");
    static std::unique_ptr<Desk> desk;
    static int requests = 0;
    if (requests++ % kRequestsOfADesk == 0) {
        desk.reset();
        desk = std::make_unique<Desk>();
    }
    RestRequest request;
    request.method = choices.line();
    if (!parse_target(choices.line(), request)) {
        return;
    }
    request.authorization = desk->authorization(choices.line());
    request.content_type = choices.line();
    request.idempotency_key = choices.line();
    request.body = choices.rest();
    const RestResponse answer = desk->ask(request);
    const std::string text = boost::json::serialize(answer.body);
    explain(std::to_string(answer.status) + " " + text);
    require(answer.status >= 200 && answer.status < 600, "an answer has a status");
    require(answer.problem == (answer.status >= 400), "a refusal is a problem document");
    require(answer.status != 405 || !answer.allow.empty(), "405 says what is allowed");
    boost::system::error_code failed;
    (void)boost::json::parse(text, failed);
    require(!failed, "an answer is not JSON");
}

}  // namespace
}  // namespace workspace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    workspace::fuzz::ask(workspace::fuzz::Choices({data, size}));
    return 0;
}
