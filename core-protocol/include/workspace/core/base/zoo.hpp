#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

/// The bug zoo: mistakes that were made, or are easily made, each behind a switch, so that the simulator can show that its
/// checkers find them. Without WORKSPACE_ZOO there are no switches: the compiler sees `if (false)`.
namespace workspace::core::zoo {

// clang-format off
#define WORKSPACE_ZOO_BUGS(X) \
    X(two_accounts_on_a_workstation, "S2", "another account's lease on the workstation is not looked at (complaint 4)") \
    X(account_connected_twice, "S1", "a grant does not end the account's lease elsewhere (complaint 6)") \
    X(automatic_claim_displaces, "S12", "a client that reconnects by itself displaces another workstation") \
    X(evidence_of_another_epoch, "S6", "what a probe showed about one binding is believed of the next") \
    X(displaced_session_comes_back, "S12", "a session that was displaced is let in again") \
    X(ended_session_comes_back, "S14", "a session that was logged out is let in again") \
    X(takeover_without_consent, "S6", "whoever answers a probe is displaced all the same") \
    X(ghost_refuses_its_owner, "S5", "one's own old connection keeps one out (complaint 1)") \
    X(locked_account_gets_in, "S13", "a lock is not looked at") \
    X(old_password_gets_in, "S13", "a password that was changed since it was proved is good enough") \
    X(silence_is_presumed, "S6", "nobody is probed, everybody counts as silent") \
    X(probe_never_ends, "S6", "a probe that nobody answers has no end") \
    X(answer_is_not_heard, "S6", "an answer to a probe is thrown away") \
    X(late_claim_wins, "S5", "a claim that was held up closes the connection that followed it") \
    X(logout_leaves_the_lease, "S4", "logout is answered, and the lease stays (complaint 1)") \
    X(lost_connection_keeps_its_lease, "S9", "a connection breaks, and its lease stays (complaint 1)") \
    X(detached_lease_never_ends, "S9", "the grace of a detached lease has no end (complaint 1)") \
    X(silence_is_not_noticed, "S9", "a dead connection counts as alive for ever (complaint 7)") \
    X(grant_of_a_lost_claimant_stays, "S9", "a lease whose claimant has gone before its grant is not detached") \
    X(grace_is_cut_short, "S9", "a detached lease ends at once: every blip moves the count") \
    X(restart_forgets_leases, "S10", "a restarted server knows of no lease") \
    X(displaced_connection_stays, "S1", "a displaced connection is not closed (complaint 6)") \
    X(count_by_increments, "P1", "the count goes up and down instead of being derived (complaint 7)") \
    X(leaver_stays_in_the_count, "P1", "whoever leaves is not taken out of the set (complaint 7)") \
    X(welcome_before_presence, "P4", "a newcomer is welcomed before it is in the count") \
    X(version_stands_still, "P3", "two sets go by one version") \
    X(presence_is_not_gathered, "P6", "each change of the set is a frame of its own") \
    X(bots_are_counted, "P1", "bots are people") \
    X(count_without_a_link, "P3", "a client shows a count while it is not live") \
    X(ack_before_commit, "M1", "a post is acknowledged before the store has answered") \
    X(resend_is_stored_twice, "M3", "a repeat is not recognised (complaint 2)") \
    X(resend_under_a_new_id, "M3", "a client sends again under another id (complaint 2)") \
    X(order_is_not_kept, "M6", "a post does not wait for the one before it") \
    X(outbox_is_not_saved, "M7", "a post is sent before it is on the client's disk") \
    X(outbox_forgets_when_sent, "M7", "a post is forgotten when it is sent, not when it is stored (complaint 3)") \
    X(event_is_sent_twice, "M4", "an event goes out twice") \
    X(last_member_is_forgotten, "M4", "the newest subscriber of a room hears nothing (complaint 2)") \
    X(nobody_hears_live, "M4", "an event is stored and nobody is told (complaint 2)") \
    X(leaver_still_hears, "M5", "whoever has left a room still gets its messages") \
    X(told_twice, "M4", "a client shows a live message twice (complaint 2)") \
    X(hole_is_glued_shut, "H1", "two stretches with a hole between them count as one (complaint 3)") \
    X(sync_misses_the_last, "H3", "coming back, the newest message is left out (complaint 3)") \
    X(gap_too_long_is_no_gap, "H3", "a gap that is too long is taken for none (complaint 3)") \
    X(own_messages_are_unread, "H6", "one's own messages count as unread") \
    X(unread_over_a_hole, "H6", "what is in a hole behind the server's figure counts as read") \
    X(superseded_client_reconnects, "S12", "two clients fight for an account (complaint 6)") \
    X(never_reconnects, "H5", "a client that lost its link does not try again (complaint 2)") \
    X(fence_is_open, "S3", "what is posted under an old epoch is stored") \
    X(epoch_stands_still, "S3", "a resumed lease keeps its epoch") \
    X(failed_sync_is_trusted, "M1", "what a failed sync left readable is built upon after a restart") \
    X(log_is_moved_unsynced, "S10", "after a failed sync the log of writes is moved into the file, and is on no disk itself") \
    X(archived_room_takes_posts, "M8", "an archived room can be written in") \
    X(set_with_each_change, "economy", "each change of the set brings the whole set along") \
    X(set_is_asked_for_each_time, "economy", "a client answers each change of the set by asking for all of it") \
    X(set_with_each_beat, "economy", "each answer to a beat brings the whole set along") \
    X(heads_with_each_beat, "economy", "each answer to a beat names all rooms, not those that changed") \
    X(markers_with_each_beat, "economy", "each beat reads all read markers from the store") \
    X(sync_with_each_beat, "economy", "a client asks for all of its rooms at each beat") \
    X(pauses_do_not_grow, "economy", "a client without a link tries again and again, as fast as the first time") \
    X(event_for_each_member, "economy", "an event is encoded anew for each of its addressees") \
    X(lost_claim_is_kept, "economy", "a claim whose connection has gone is never forgotten")
// clang-format on

enum class Bug : std::uint8_t {
#define WORKSPACE_ZOO_NAME(name, rule, words) name,
    WORKSPACE_ZOO_BUGS(WORKSPACE_ZOO_NAME)
#undef WORKSPACE_ZOO_NAME
};

struct Species {
    Bug bug{};
    std::string_view name;
    std::string_view rule;   ///< the one that it breaks first
    std::string_view words;  ///< what is wrong; `(complaint N)` where it is one of those
};
inline constexpr std::array kSpecies{
#define WORKSPACE_ZOO_SPECIES(name, rule, words) Species{Bug::name, #name, rule, words},
    WORKSPACE_ZOO_BUGS(WORKSPACE_ZOO_SPECIES)
#undef WORKSPACE_ZOO_SPECIES
};

#ifdef WORKSPACE_ZOO
/// The one that is on, for the whole process.
inline std::optional<Bug> let_out;
[[nodiscard]] inline bool has(Bug bug) {
    return let_out == bug;
}
#else
[[nodiscard]] constexpr bool has(Bug /*bug*/) {
    return false;
}
#endif

}  // namespace workspace::core::zoo
