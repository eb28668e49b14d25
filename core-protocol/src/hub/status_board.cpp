#include "status_board.hpp"

#include <utility>

namespace workspace::core::hub {

namespace {

/// More than these would not fit a frame; whoever is beyond them is shown without a status.
constexpr std::size_t kStatusesTold = 10'000;

}  // namespace

void StatusBoard::begin(const std::vector<wire::Status>& statuses) {
    for (const wire::Status& status : statuses) {
        statuses_.insert_or_assign(status.account, status);
    }
}

void StatusBoard::on(Connection& connection, const wire::StatusSet& set) {
    if (context_.store_is_full()) {
        connections_.refuse(connection, Refusal::try_again);
        return;
    }
    const Binding& binding = *connection.binding;
    wire::Status status{binding.account, set.availability, set.text, set.until};
    context_.ask_store(AwaitedStatus{connection.id, status}, SetStatus{LeaseFence{binding.epoch}, status});
}

void StatusBoard::saved(const AwaitedStatus& asked, const StoreResult& result) {
    const auto* answer = std::get_if<StatusResult>(&result);
    const Refusal* refusal = answer != nullptr ? std::get_if<Refusal>(answer) : nullptr;
    if (answer == nullptr || refusal != nullptr) {
        if (const Connection* connection = connections_.open(asked.connection)) {
            connections_.refuse(*connection, refusal != nullptr ? *refusal : Refusal::store_failed);
        }
        return;
    }
    if (asked.status.plain()) {
        statuses_.erase(asked.status.account);
    } else {
        statuses_.insert_or_assign(asked.status.account, asked.status);
    }
    presence_.tell(wire::StatusChange{asked.status});
}

void StatusBoard::on(Connection& connection, const wire::StatusesGet& /*get*/) {
    connections_.say(connection, connected_ones());
}

wire::Statuses StatusBoard::connected_ones() const {
    wire::Statuses result;
    const WallTime now = context_.clock.now().wall;
    for (const auto& [account, status] : statuses_) {
        const bool over = status.until && *status.until <= now;
        if (!over && leases_.find(account) != nullptr && result.statuses.size() < kStatusesTold) {
            result.statuses.push_back(status);
        }
    }
    return result;
}

void StatusBoard::digest(Hasher& hasher) const {
    for (const auto& [account, status] : statuses_) {
        hasher.add(account.value);
        hasher.add(static_cast<std::uint64_t>(status.availability));
        hasher.add(status.text);
        hasher.add(status.until ? status.until->ms : 0);
    }
}

}  // namespace workspace::core::hub
