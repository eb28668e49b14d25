#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explain/frame_text.hpp"
#include "explain/history.hpp"
#include "explain/lease_bands.hpp"
#include "explain/names.hpp"
#include "explain/state_bands.hpp"
#include "explain/words.hpp"
#include "world/observer.hpp"
#include "world/program.hpp"
#include "world/world.hpp"

namespace workspace::sim {

/// Writes down what happens in a world. Of messages, of what clients show and of what the store did it keeps the last
/// ones, of faults, starts and ends all that a run may sensibly have, and says how much it let go. Its history may be
/// taken when the world is gone.
class Recorder : public Observer {
public:
    static constexpr std::size_t kTalkMax = 20'000;
    static constexpr std::size_t kMilestonesMax = 10'000;
    explicit Recorder(std::size_t talk_max = kTalkMax);

    /// All so far, with the rules that were broken in their places.
    [[nodiscard]] History history(const std::vector<Broken>& broken) const;

    void server_started(const World& world, const core::StoredWorld& stored) override;
    void server_gone(const World& world) override;
    void carried_out(const World& world, const core::StoreOperation& operation, const core::StoreResult& result,
                     bool heard) override;
    void server_said(const World& world, const std::vector<core::ConnectionId>& to,
                     const core::wire::ServerMessage& message) override;
    void server_closed(const World& world, core::ConnectionId connection, core::CloseCode code) override;
    void connected(const World& world, const Program& program, core::ConnectionId connection) override;
    void frame_arrived(const World& world, const Program& program, core::ConnectionId connection,
                       std::string_view text) override;
    void disconnected(const World& world, core::ConnectionId connection) override;
    void opens_socket(const World& world, const Program& program) override;
    void client_heard(const World& world, const Program& program, std::string_view text) override;
    void client_said(const World& world, const Program& program, std::string_view text) override;
    void told(const World& world, const Program& program, const core::client::Event& event) override;
    void wished(const World& world, const Program& program, const core::client::Command& wish) override;
    void program_started(const World& world, const Program& program) override;
    void program_gone(const World& world, const Program& program) override;
    void fault(const World& world, std::string_view what) override;
    void line_begins(const World& world, int line, std::string_view words) override;
    void stepped(const World& world) override;
    void settled(const World& world) override;

private:
    using EntryNumber = std::uint64_t;  ///< counts from the beginning of the run

    struct Kept {
        EntryNumber number = 0;
        History::Entry entry;
    };
    /// What was sent and has not arrived yet, in order.
    struct UnderWay {
        EntryNumber entry = 0;
        std::string text;
    };
    struct Connection {
        std::size_t lane = 0;
        bool server_end = true;
        bool client_end = true;
        std::deque<UnderWay> up{};
        std::deque<UnderWay> down{};
    };
    struct Looked {
        const Program* program = nullptr;
        std::optional<EntryNumber> opening;  ///< its socket that has not reached the server
    };

    void look_at_the_time(const World& world) { now_ = world.elapsed(); }
    [[nodiscard]] std::size_t lane_of(const Program& program);
    [[nodiscard]] std::size_t lane_of(const core::WorkstationKey& key) const;
    [[nodiscard]] std::size_t lane_named_in(std::string_view what) const;
    History::Entry& add(std::size_t lane, History::Kind kind, const Words& words, std::string details = {});
    EntryNumber add_arrow(std::size_t from, std::size_t to, const FrameText& frame);
    [[nodiscard]] std::deque<History::Entry> entries() const;
    void set_fate(EntryNumber number, History::Fate fate);
    void lose(std::deque<UnderWay>& under_way);
    /// Whether it was under way; what was sent before it and has not arrived is lost.
    bool arrive(std::deque<UnderWay>& under_way, std::string_view text);
    void learn_names(const core::StoreOperation& operation, const core::StoreResult& result);
    void note_claimant(std::size_t lane, std::string_view line);
    /// What was under way to it does not arrive any more.
    void lose_client_ends(std::size_t lane);
    void look_at_programs();

    History::Time now_{};  ///< of the last call
    std::size_t talk_max_;
    Names names_;
    std::vector<History::Lane> lanes_;
    std::map<const Program*, std::size_t> lane_numbers_;
    std::map<std::size_t, Looked> programs_;  ///< by lane
    std::map<core::WorkstationKey, std::size_t> claimants_;
    std::map<core::ConnectionId, Connection> connections_;
    std::deque<Kept> talk_;  ///< ascending by number, as milestones are
    std::deque<Kept> milestones_;
    EntryNumber last_ = 0;
    StateBands states_;
    LeaseBands leases_;
    std::optional<History::Time> touched_;  ///< a fault came then; its effect may not have been seen yet
};

}  // namespace workspace::sim
