#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "workspace/testing/hub_client.hpp"

namespace workspace::testing {

enum class StepKind : std::uint8_t {
    log_in,
    resume,
    take_over,  ///< a person confirms the last `session_elsewhere`
    cut,
    go_silent,
    log_out,
    bye,
    post,
    sync,
    page,
    beat,
    wait,
    long_wait,
    store_fails,
    store_is_slow,
    store_is_fast,
    server_restarts,
    overflow,
    stall,
    kinds
};

/// One thing that happens. Which account, workstation or client is meant is taken modulo what there is, so that any
/// step can be left out when a failing run is shrunk.
struct Step {
    StepKind kind{};
    std::uint32_t who = 0;
    std::uint32_t where = 0;
    std::uint32_t amount = 0;
};

[[nodiscard]] std::string name_of(const Step& step);

/// Plays steps against a HubWorld, and knows what each client holds, so that it can tell whether the rules are kept.
class HubPlay {
public:
    static constexpr std::uint32_t kPeople = 4;
    static constexpr std::uint32_t kWorkstations = 3;

    explicit HubPlay(std::uint64_t seed);

    void play(const Step& step);
    /// After any step: what must hold at every moment. The first sentence that does not; empty when all is well.
    [[nodiscard]] std::string first_broken_rule();
    /// Heals the store and lets time pass until every ghost is gone.
    void settle();
    /// After settle(): what must hold when nothing has changed for a while (P1, P5, S9).
    [[nodiscard]] std::string first_unsettled();

private:
    struct Seat {
        HubClient client;
        std::uint32_t person = 0;
        std::uint32_t workstation = 0;
        std::uint64_t checked = 0;  ///< messages of it that were looked at
        bool automatic = false;     ///< its claim was (S12)
        std::optional<core::wire::PresenceStamp> stamp;
        std::map<core::RoomId, core::MessageSeq> next;  ///< the event that must come next in each room it follows
    };

    [[nodiscard]] Seat* any_seat(std::uint32_t which);
    [[nodiscard]] Seat* live_seat(std::uint32_t which);
    Seat& sit_down(const Step& step);
    void post(const Step& step);
    void sync(const Step& step);
    void disturb(const Step& step);
    [[nodiscard]] std::string look_at(Seat& seat);
    [[nodiscard]] std::string look_at(Seat& seat, const core::wire::ServerMessage& message);
    [[nodiscard]] bool displaced_by_a_person(const Seat& seat, const core::wire::Closing& closing) const;
    [[nodiscard]] std::string check_leases() const;
    [[nodiscard]] std::string check_logs() const;
    void remember(Seat& seat);

    HubWorld world_;
    std::vector<core::RoomId> rooms_;
    std::vector<Seat> seats_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, core::wire::Welcome> sessions_;  // by person and workstation
    std::map<std::pair<std::uint32_t, std::uint32_t>, core::TakeoverNonce> nonces_;
    std::uint64_t posts_ = 0;
};

}  // namespace workspace::testing
