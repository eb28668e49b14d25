#include "workspace/core/hub/hub.hpp"

#include <algorithm>
#include <utility>

#include "brain.hpp"
#include "invariants.hpp"
#include "workspace/core/base/sometimes.hpp"

namespace workspace::core::hub {

namespace {

/// Clients are told to come back within a millisecond for each of them, at least 1 s, at most kReconnectMax.
constexpr Duration kReturnEach = milliseconds{1};
constexpr Duration kReturnSpreadMin = seconds{1};

}  // namespace

struct Hub::Impl : Brain {
    using Brain::Brain;

    // ---- inputs ----------------------------------------------------------------------------------------------------
    void on(const Connected& input) { connections.add(input.connection); }
    void on(const FrameArrived& input) { frames.arrived(input.connection, input.text); }
    void on(const Violated& input) { break_off(input.connection, input.code); }
    void on(const Overflowed& input) {
        sometimes::reached(sometimes::Mark::reader_was_slow);
        break_off(input.connection, CloseCode::slow_reader);
    }
    void on(const Disconnected& input) {
        if (Connection* connection = connections.find(input.connection)) {
            claims.forget(input.connection);
            arrivals.forget(input.connection);
            parting.disconnected(*connection);
        }
    }
    void on(const StoreAnswered& input) {
        if (const auto awaited = context.desk.close(input.ticket)) {
            std::visit([&](const auto& asked) { answered(asked, input.result); }, *awaited);
        }
    }
    void on(const ProofChecked& input) {
        const auto awaited = context.desk.close(input.ticket);
        if (const auto* asked = awaited ? std::get_if<AwaitedProof>(&*awaited) : nullptr) {
            claims.proof_checked(*asked, input);
        }
    }
    void on(const AccessMinted& input) {
        const auto awaited = context.desk.close(input.ticket);
        const auto* asked = awaited ? std::get_if<AwaitedAccess>(&*awaited) : nullptr;
        const Connection* connection = asked != nullptr ? connections.open(asked->connection) : nullptr;
        if (connection != nullptr && connection->phase == Phase::granted) {
            arrivals.minted(asked->connection, input.token);
        } else if (connection != nullptr) {
            requests.minted(asked->connection, input.token);
        }
    }
    void on(const ApiPost& input) { posting.on(input); }
    void on(const ApiLogout& input) { leaving.on(input); }
    void on(const ApiEndAccount& input) { leaving.on(input); }
    void on(const Stopping& /*input*/) {
        context.stopping = true;
        const Duration each = kReturnEach * static_cast<std::int64_t>(connections.all().size());
        const Duration spread = std::clamp(each, kReturnSpreadMin, kReconnectMax);
        for (const ConnectionId id : ids()) {
            if (Connection* connection = connections.open(id)) {
                parting.send_away(*connection, spread);
            }
        }
    }

    // ---- answers of the store --------------------------------------------------------------------------------------
    void answered(const AwaitedAdmission& asked, const StoreResult& result) {
        claims.admission_answered(asked, result);
    }
    void answered(const AwaitedDetach& asked, const StoreResult& result) { keeper.detach_answered(asked, result); }
    void answered(const AwaitedEnd& asked, const StoreResult& result) { leaving.ended(asked, result); }
    void answered(const AwaitedEndAccount& asked, const StoreResult& result) { leaving.account_ended(asked, result); }
    void answered(const AwaitedAppend& asked, const StoreResult& result) { posting.appended(asked, result); }
    void answered(const AwaitedPosts& asked, const StoreResult& result) { posting.found(asked, result); }
    void answered(const AwaitedStatus& asked, const StoreResult& result) { status_board.saved(asked, result); }
    void answered(const AwaitedMarkers& asked, const StoreResult& result) { requests.marked(asked, result); }
    void answered(const AwaitedMembers& asked, const StoreResult& result) { requests.listed(asked, result); }
    void answered(const AwaitedSync& asked, const StoreResult& result) { requests.synced(asked, result); }
    void answered(const AwaitedPage& asked, const StoreResult& result) { requests.paged(asked, result); }
    void answered(const AwaitedProof& /*asked*/, const StoreResult& /*result*/) { misdirected(); }
    void answered(const AwaitedAccess& /*asked*/, const StoreResult& /*result*/) { misdirected(); }
    void misdirected() { context.broken.push_back("the host answered a ticket with something else than was asked"); }

    // ---- deadlines -------------------------------------------------------------------------------------------------
    void due(DeadlineKey key) {
        const ConnectionId id{key.id};
        switch (key.kind) {
            case DeadlineKind::claim:
                if (Connection* connection = connections.open(id)) {
                    claims.timed_out(*connection);
                }
                break;
            case DeadlineKind::silence: silence_due(id); break;
            case DeadlineKind::probe: probes.expired(id); break;
            case DeadlineKind::lease: keeper.due(AccountId{static_cast<std::int64_t>(key.id)}); break;
            case DeadlineKind::presence: break;  // end_of_turn publishes what is due
        }
    }
    void silence_due(ConnectionId id) {
        Connection* connection = connections.open(id);
        if (connection == nullptr || !connection->binding) {
            return;
        }
        const MonotonicTime silent_at = connection->heard + context.config.limits.silence;
        if (context.served() < silent_at) {
            context.deadlines.set({DeadlineKind::silence, id.value}, silent_at);
        } else {
            parting.close(*connection, CloseCode::silent, LeaseCause::silent);
        }
    }

    // ---- turns -----------------------------------------------------------------------------------------------------
    void end_of_turn() {
        rooms.flush_all();
        arrivals.welcome_ready(presence.publish_if_due());
    }
    void break_off(ConnectionId id, CloseCode code) {
        if (Connection* connection = connections.open(id)) {
            parting.close(*connection, code, LeaseCause::connection_closed);
        }
    }
    [[nodiscard]] std::vector<ConnectionId> ids() const {
        std::vector<ConnectionId> result;
        for (const auto& [id, connection] : connections.all()) {
            result.push_back(id);
        }
        return result;
    }
};

Hub::Hub(HubConfig config, Entropy& entropy, const StoredWorld& world, Now now)
    : impl_(std::make_unique<Impl>(std::move(config), entropy, now)) {
    impl_->rooms.begin(world.rooms);
    impl_->keeper.begin(world);
    for (const wire::Status& status : world.statuses) {
        impl_->statuses.put(status);
    }
    impl_->presence.begin();
}

Hub::~Hub() = default;

void Hub::handle(Now now, const Input& input) {
    impl_->context.clock.advance(now, impl_->context.deadlines.earliest());
    std::visit([&](const auto& known) { impl_->on(known); }, input);
    impl_->claims.go_on();
}

std::optional<Output> Hub::poll() {
    auto& out = impl_->context.out;
    if (out.empty()) {
        impl_->end_of_turn();
    }
    if (out.empty()) {
        return std::nullopt;
    }
    Output output = std::move(out.front());
    out.pop_front();
    return output;
}

MonotonicTime Hub::deadline() const {
    const auto earliest = impl_->context.deadlines.earliest();
    return earliest ? impl_->context.clock.to_host(*earliest) : MonotonicTime::never();
}

void Hub::handle_timeout(Now now) {
    Context& context = impl_->context;
    context.clock.advance(now, context.deadlines.earliest());
    while (const auto key = context.deadlines.take_due(context.served())) {
        impl_->due(*key);
    }
    impl_->claims.go_on();
}

wire::PresenceSet Hub::presence() const {
    return impl_->presence.set();
}

std::vector<wire::Room> Hub::rooms() const {
    std::vector<wire::Room> result;
    for (const auto& [id, state] : impl_->rooms.all()) {
        result.push_back(state.room);
    }
    return result;
}

bool Hub::stands(AccountId account, Epoch epoch) const {
    const LeaseRow* row = std::as_const(impl_->leases).find(account);
    return row != nullptr && row->epoch == epoch && row->state == LeaseState::live;
}

Hub::Figures Hub::figures() const {
    const auto& connections = impl_->connections.all();
    const auto live = std::count_if(connections.begin(), connections.end(),
                                    [](const auto& entry) { return entry.second.binding.has_value(); });
    const Desk& desk = impl_->context.desk;
    const std::size_t claims = impl_->claims.under_way() + impl_->probes.under_way() + impl_->arrivals.under_way();
    return {connections.size(),    static_cast<std::size_t>(live), impl_->leases.rows().size(),
            desk.store_requests(), desk.awaited().size() + claims, impl_->context.refused};
}

std::uint64_t Hub::digest(const Disguise& disguise) const {
    return digest_of(*impl_, disguise);
}

std::vector<std::string> Hub::check_invariants() const {
    return broken_rules(*impl_);
}

}  // namespace workspace::core::hub
