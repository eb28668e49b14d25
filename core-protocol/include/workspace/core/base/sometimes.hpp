#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// Situations that a search has to come to, or its silence says nothing: the core marks them, the simulator counts which
/// were reached. Without WORKSPACE_ZOO the marks are nothing.
namespace workspace::core::sometimes {

// clang-format off
#define WORKSPACE_SOMETIMES(X) \
    X(takeover_of_a_live_lease, "a person confirmed a takeover, or policy did, and a live lease was displaced") \
    X(takeover_of_a_detached_lease, "a claim from elsewhere found the lease detached") \
    X(account_evicted, "another account's silent lease on the workstation was ended") \
    X(own_ghost_closed, "a client met its own old connection") \
    X(claim_probed, "a claim waited for a probe") \
    X(claim_probed_again, "what was probed was another binding when the answer came") \
    X(claim_came_late, "a claim was overtaken by a later one of its own client") \
    X(claimant_had_gone, "a grant came for a connection that was not there any more") \
    X(detach_was_overtaken, "a lease was taken over while it was being detached") \
    X(logout_was_overtaken, "a lease was taken over while its logout was under way") \
    X(lease_operation_failed, "the store could not write the end of a lease") \
    X(grace_was_over, "a detached lease ended") \
    X(restart_found_leases, "a restarted server took over leases") \
    X(account_was_ended, "a password was changed or an account locked while a connection was bound") \
    X(welcome_waited, "a newcomer waited for the frame with itself in it") \
    X(came_and_went, "a change of the set was gone before it was published") \
    X(post_was_a_repeat, "a post was recognised as a repeat") \
    X(post_was_fenced, "a post came under an epoch that was over") \
    X(post_was_held, "a post came before the one that it follows") \
    X(change_had_no_target, "an edit, a deletion or a reaction found no message") \
    X(reader_was_slow, "a queue overflowed and was shed") \
    X(gap_was_too_long, "coming back, a client was given the newest page") \
    X(gap_was_filled, "coming back, a client was given what it had missed") \
    X(outbox_tried_again, "a post was sent a second time") \
    X(outbox_gave_up, "a post was refused for good")
// clang-format on

enum class Mark : std::uint8_t {
#define WORKSPACE_SOMETIMES_NAME(name, words) name,
    WORKSPACE_SOMETIMES(WORKSPACE_SOMETIMES_NAME)
#undef WORKSPACE_SOMETIMES_NAME
};
struct Situation {
    Mark mark{};
    std::string_view name;
    std::string_view words;
};
inline constexpr std::array kSituations{
#define WORKSPACE_SOMETIMES_SITUATION(name, words) Situation{Mark::name, #name, words},
    WORKSPACE_SOMETIMES(WORKSPACE_SOMETIMES_SITUATION)
#undef WORKSPACE_SOMETIMES_SITUATION
};

#ifdef WORKSPACE_ZOO
/// Of the whole process, since it began or since somebody cleared it.
inline std::array<std::uint64_t, kSituations.size()> reached_times{};
inline void reached(Mark mark) {
    ++reached_times[static_cast<std::size_t>(mark)];
}
#else
constexpr void reached(Mark /*mark*/) {}
#endif

}  // namespace workspace::core::sometimes
