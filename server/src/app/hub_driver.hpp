#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "auth/passwords.hpp"
#include "auth/tokens.hpp"
#include "capture/captured_hub.hpp"
#include "net/peer.hpp"
#include "store/store.hpp"
#include "workspace/core/hub/hub.hpp"

namespace workspace::server {

/// What time it is: monotonic for the hub's deadlines, wall for labels.
[[nodiscard]] core::Now clock_now();

/// The system's generator, and jitter from it too.
class SystemEntropy final : public core::Entropy {
public:
    void secret(std::span<std::uint8_t> out) override;
    std::uint64_t jitter(std::uint64_t bound) override;
};

/// Feeds the hub and carries out what it asks. The only one who touches it; I/O thread only, no locks.
///
///   a turn:  connections and the store feed inputs ... end_turn(): drain the hub, flush what changed, arm the timer
class HubDriver {
public:
    struct Parts {
        Store& store;
        PasswordPool& passwords;
        TokenSigner& tokens;
        /// Runs a function on the I/O thread; from any thread.
        std::function<void(std::function<void()>)> post;
        /// Takes what the hub is fed with, redacted; may be empty.
        capture::Recorder::Write capture{};
    };
    HubDriver(const core::hub::HubConfig& config, const core::StoredWorld& world, Parts parts);

    // ---- from connections ------------------------------------------------------------------------------------------
    /// `address`: where it comes from.
    core::ConnectionId connected(std::shared_ptr<Peer> peer, std::string address);
    void frame(core::ConnectionId connection, std::string_view text);
    void violated(core::ConnectionId connection, core::CloseCode code);
    void disconnected(core::ConnectionId connection);

    // ---- from REST -------------------------------------------------------------------------------------------------
    using ApiDone = std::function<void(core::hub::ApiResult)>;
    void post(core::Fence fence, core::AccountId author, core::wire::AnyPost post, ApiDone done);
    void log_out(core::AccountId account, core::Epoch epoch, ApiDone done);
    /// Ends all that an account holds (S13); its `request` is the driver's to fill.
    void end_account(core::hub::ApiEndAccount end, ApiDone done);
    using PageDone = std::function<void(core::StoreResult)>;
    void read_page(core::ReadPage page, PageDone done);
    [[nodiscard]] const core::hub::Hub& hub() const { return hub_.hub(); }

    // ---- from the loop ---------------------------------------------------------------------------------------------
    /// Hands the store's answers to the hub.
    void take_answers();
    /// Drains the hub and flushes; what has arrived must have been fed before.
    void end_turn();
    [[nodiscard]] core::MonotonicTime deadline() const { return hub_.hub().deadline(); }
    void timeout() { hub_.handle_timeout(clock_now()); }
    /// Tells everybody to come back.
    void stopping();
    void end_capture() { hub_.end_capture(); }
    [[nodiscard]] std::size_t connections() const { return peers_.size(); }
    [[nodiscard]] bool is_stopping() const { return stopping_; }

    // ---- to whoever watches ----------------------------------------------------------------------------------------
    /// Since the start.
    struct Traffic {
        std::uint64_t frames_in = 0;
        std::uint64_t bytes_in = 0;
        std::uint64_t frames_out = 0;
        std::uint64_t bytes_out = 0;
        std::uint64_t sheds = 0;
    };
    [[nodiscard]] const Traffic& traffic() const { return traffic_; }
    [[nodiscard]] const core::Limits& limits() const { return limits_; }
    struct Queued {
        std::size_t bytes = 0;  ///< in all outboxes
        std::size_t most = 0;   ///< in one of them
    };
    [[nodiscard]] Queued queued() const;

private:
    void carry_out(const core::hub::Send& output);
    void carry_out(const core::hub::Broadcast& output);
    void carry_out(core::hub::Close output);
    void carry_out(core::hub::AskStore output);
    void carry_out(core::hub::CheckProof output);
    void carry_out(core::hub::MintAccess output);
    void carry_out(core::hub::ApiAnswer output);
    void carry_out(const core::hub::LeaseNotice& output);

    struct Seat {
        std::shared_ptr<Peer> peer;
        std::string address;
        bool dirty = false;
    };
    void feed(const core::hub::Input& input) { hub_.handle(clock_now(), input); }
    core::Ticket remember(ApiDone done);
    void drain();
    void push(core::ConnectionId id, const SharedFrame& frame, bool sheddable);
    [[nodiscard]] const SharedFrame& framed(const core::hub::SharedText& text);

    SystemEntropy entropy_;
    Parts parts_;
    core::Limits limits_;
    capture::CapturedHub hub_;
    std::unordered_map<core::ConnectionId, Seat> peers_;
    std::vector<core::ConnectionId> dirty_;
    std::vector<core::ConnectionId> overflowed_;
    core::ConnectionId next_connection_{1};
    core::Ticket next_request_{1};
    std::map<core::Ticket, ApiDone> requests_;
    std::map<core::Ticket, PageDone> pages_;  ///< tickets of the host's own, counted down from the top
    core::Ticket next_page_{~std::uint64_t{0}};
    core::hub::SharedText framed_text_;
    SharedFrame framed_;
    Traffic traffic_;
    bool stopping_ = false;
};

}  // namespace workspace::server
