#include "status_board.hpp"

#include <utility>

namespace workspace::core::hub {

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
    statuses_.put(asked.status);
    presence_.tell(wire::StatusChange{asked.status});
}

void StatusBoard::on(Connection& connection, const wire::StatusesGet& /*get*/) {
    wire::Statuses result;
    for (const auto& [account, status] : statuses_.all()) {
        const bool shown = statuses_.find(account, context_.clock.now().wall) != nullptr &&
                           leases_.find(account) != nullptr && result.statuses.size() < kStatusesTold;
        if (shown) {
            result.statuses.push_back(status);
        }
    }
    connections_.say(connection, result);
}

}  // namespace workspace::core::hub
