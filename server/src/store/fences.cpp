#include "fences.hpp"

namespace workspace::server {

using namespace core;

namespace {

std::optional<std::string> name_from(Query& query, AccountId author) {
    return query.bind(author.value).step() ? std::optional(query.text(0)) : std::nullopt;
}

std::optional<std::string> name_behind(Database& database, const LeaseFence& fence, AccountId author) {
    auto query = database.query(
        "SELECT a.name FROM leases l JOIN accounts a ON a.id = l.account"
        " WHERE l.epoch = ? AND l.state = 'live' AND l.account = ?");
    return name_from(query.bind(fence.epoch.value), author);
}
std::optional<std::string> name_behind(Database& database, const RestFence& fence, AccountId author) {
    auto query = database.query(
        "SELECT a.name FROM rest_sessions s JOIN accounts a ON a.id = s.account WHERE s.id = ? AND s.account = ?");
    return name_from(query.bind(fence.session.value), author);
}
std::optional<std::string> name_behind(Database& database, const ApiTokenFence& fence, AccountId author) {
    auto query = database.query(
        "SELECT a.name FROM api_tokens t JOIN accounts a ON a.id = t.account WHERE t.id = ? AND t.account = ?");
    return name_from(query.bind(fence.token), author);
}

}  // namespace

std::optional<std::string> fenced_name(Database& database, const Fence& fence, AccountId author) {
    return std::visit([&](const auto& known) { return name_behind(database, known, author); }, fence);
}

}  // namespace workspace::server
