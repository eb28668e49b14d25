#include "rest_desk.hpp"

#include <fstream>
namespace workspace::testing {

using namespace workspace::server;

namespace {
constexpr Argon2Cost kCheap{.memory_mib = 8, .ops = 1};
constexpr std::chrono::seconds kPatience{30};
}  // namespace

RestDesk::RestDesk(std::chrono::milliseconds search_within) {
    prepare();
    store_ = std::make_unique<Store>(file_,
                                     Store::Hooks{.answers_wait = [this] { post([this] { driver_->take_answers(); }); },
                                                  .fatal = [](const std::string& why) { FAIL() << why; }});
    passwords_ = std::make_unique<PasswordPool>(
        PasswordPool::Options{.database = file_, .cost = kCheap, .threads = 1, .queue = 8});
    searcher_ = std::make_unique<Searcher>(Searcher::Options{.database = file_, .within = search_within});
    const auto posting = [this](std::function<void()> work) { post(std::move(work)); };
    driver_ = std::make_unique<HubDriver>(core::hub::HubConfig{}, store_->start(clock_now().wall),
                                          HubDriver::Parts{*store_, *passwords_, tokens_, posting});
    router_ = std::make_unique<Router>(Router::Parts{*driver_, *store_, *searcher_, *passwords_, tokens_, posting});
}

RestDesk::~RestDesk() {
    passwords_.reset();  // its threads use the others
    searcher_.reset();
    store_.reset();
}

void RestDesk::prepare() {
    StoreEngine engine(file_);
    Transaction transaction(engine.database());
    for (const char* name : {"alice", "bruno"}) {
        const AccountRow row{
            .id = {}, .login = name, .name = name, .password_hash = hash_password(core::SecretText(kPassword), kCheap)};
        EXPECT_TRUE(add_account(engine.database(), row, {1}));
    }
    transaction.commit();
}

void RestDesk::post(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        turns_.push_back(std::move(work));
    }
    arrived_.notify_one();
}

RestResponse RestDesk::ask(const RestRequest& request) {
    std::optional<RestResponse> answer;
    router_->handle(request, [&](RestResponse response) {
        EXPECT_FALSE(answer) << "answered twice";
        answer = std::move(response);
    });
    driver_->end_turn();
    while (!answer) {
        std::unique_lock lock(mutex_);
        if (!arrived_.wait_for(lock, kPatience, [this] { return !turns_.empty(); })) {
            ADD_FAILURE() << "no answer to " << request.method;
            return {};
        }
        const auto turn = std::move(turns_.front());
        turns_.pop_front();
        lock.unlock();
        turn();
        driver_->end_turn();
    }
    return *answer;
}

RestResponse RestDesk::ask(const std::string& method, const std::string& target, const std::string& token,
                           const std::string& body, const std::string& idempotency_key) {
    RestRequest request;
    request.local = true;
    request.method = method;
    EXPECT_TRUE(parse_target(target, request)) << target;
    request.authorization = token.empty() ? "" : "Bearer " + token;
    request.content_type = method == "POST" ? "application/json" : "";
    request.idempotency_key = idempotency_key;
    request.body = body;
    return ask(request);
}

std::string RestDesk::log_in(const std::string& name) {
    const boost::json::object body{{"name", name}, {"password", kPassword}};
    const auto answer = ask("POST", "/api/auth/login", {}, boost::json::serialize(body));
    EXPECT_EQ(answer.status, 200) << boost::json::serialize(answer.body);
    return answer.status == 200 ? std::string(answer.body.at("access").as_string()) : "";
}

std::string RestDesk::log_in_administrator(const std::string& name) {
    {
        StoreEngine engine(file_);
        set_role(engine.database(), find_account(engine.database(), name).value().id, Role::administrator);
    }
    return log_in(name);
}

std::string RestDesk::api_token(const std::string& name, const std::string& scopes) {
    StoreEngine engine(file_);
    const auto account = find_account(engine.database(), name);
    const auto secret = make_api_token();
    EXPECT_TRUE(add_api_token(engine.database(), account.value().id, secret, "test", scopes, clock_now().wall));
    return secret;
}

std::string RestDesk::file_text() const {
    std::string text;
    for (const char* suffix : {"", "-wal"}) {
        std::ifstream file(file_.string() + suffix, std::ios::binary);
        text += std::string(std::istreambuf_iterator<char>(file), {});
    }
    return text;
}

void RestDesk::administer(const char* sql) {
    Database(file_, Database::Mode::read_write).execute(sql);
}

}  // namespace workspace::testing
