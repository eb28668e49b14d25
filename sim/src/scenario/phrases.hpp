#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The language of scenarios is this table: the parser reads by it, the printer writes by it, the errors and the grammar
/// in docs/simulation.md are made from it.
namespace workspace::sim {

/// Who a phrase is about.
enum class Scope : std::uint8_t {
    program,  ///< `w1: …`, `w1..w9: …`, `everyone: …`
    server,   ///< `server: …`
    disk,     ///< `disk: …`
    account,  ///< `account alice: …`
    world,    ///< a line of its own: `wait 2 s`
    view,     ///< what is expected of programs: `now: w1 …`, `within 2 s: …`, `for 2 s: …`
    count,    ///< what is expected of the server: `now: count …`
};

/// What stands for itself in a pattern is a word; these stand for what a scenario fills in.
enum class Slot : std::uint8_t { person, room, program, text, number, time, name };

enum class Phrase : std::uint8_t {
    log_in_as,
    log_in_with,
    log_in,
    log_out,
    quit,
    start,
    be_killed,
    be_reinstalled,
    become_a_copy,
    use_here,
    reconnect,
    say,
    edit,
    remove,
    react,
    create_room,
    create_private_room,
    talk_to,
    join,
    leave,
    archive,
    invite,
    read_up_to,
    type_in,
    be_away,
    be_busy,
    be_back,
    load_older,
    retry_posts,
    discard_posts,
    sleep,
    wake,
    cut,
    reset,
    go_dark,
    go_dark_up,
    go_dark_down,
    light_up,
    delay,
    bandwidth,
    stop_reading,
    read_again,
    clock_faster,
    clock_slower,
    wall_clock_forward,
    wall_clock_back,
    say_raw,
    say_many,
    post_every,
    log_in_and_out,
    server_killed,
    server_stops,
    server_starts,
    server_clock_forward,
    server_clock_back,
    disk_fails,
    disk_full,
    disk_takes,
    disk_kills_before,
    disk_kills_after,
    disk_heals,
    password_changes,
    account_locked,
    account_unlocked,
    wait,
    heal,
    is_live,
    is_signed_out,
    is_waiting,
    is_stopped,
    is_stopped_by,
    may_use_here,
    shows_count,
    shows_the_count,
    has_text,
    lacks_text,
    holds_whole,
    outbox_is_empty,
    count_is,
};

struct PhraseRow {
    Phrase phrase{};
    Scope scope{};
    std::string_view pattern;  ///< `say {text} in {room}`
    std::string_view meaning;
};

[[nodiscard]] std::span<const PhraseRow> phrases();
[[nodiscard]] const PhraseRow& row_of(Phrase phrase);

/// A pattern taken apart.
struct Part {
    std::string_view word;  ///< empty for a slot
    Slot slot{};
};
[[nodiscard]] std::vector<Part> parts_of(std::string_view pattern);
[[nodiscard]] std::string_view name_of(Slot slot);

}  // namespace workspace::sim
