#include "scenario/phrases.hpp"

#include <algorithm>
#include <array>

namespace workspace::sim {

namespace {

using enum Phrase;

constexpr auto kRows = std::to_array<PhraseRow>({
    {log_in_as, Scope::program, "log in as {person}", "with the right password (it is the login name)"},
    {log_in_with, Scope::program, "log in as {person} with password {text}", "with this one"},
    {log_in, Scope::program, "log in", "as the person that `people … on …` put there"},
    {log_out, Scope::program, "log out", "lease and session end (S4)"},
    {quit, Scope::program, "quit", "the program ends politely; its session stays"},
    {start, Scope::program, "start", "the program is started again, with its data folder"},
    {be_killed, Scope::program, "be killed", "the program ends without a word"},
    {be_reinstalled, Scope::program, "be reinstalled", "killed, its data folder and its key are lost, started (W1)"},
    {become_a_copy, Scope::program, "become a copy of {program}", "a cloned disk: same key, same session (W1)"},
    {use_here, Scope::program, "use here", "the person confirms that the account is to be used here (S6)"},
    {reconnect, Scope::program, "reconnect", "now instead of when the wait is over"},
    {say, Scope::program, "say {text} in {room}", "a message"},
    {edit, Scope::program, "edit message {number} in {room} to {text}", "numbers are seqs (M8)"},
    {remove, Scope::program, "delete message {number} in {room}", "(M8)"},
    {react, Scope::program, "react {text} to message {number} in {room}", "(M8)"},
    {create_room, Scope::program, "create room {room}", "a public one"},
    {create_private_room, Scope::program, "create private room {room}", ""},
    {talk_to, Scope::program, "open a direct room with {person}", ""},
    {join, Scope::program, "join {room}", ""},
    {leave, Scope::program, "leave {room}", ""},
    {archive, Scope::program, "archive {room}", "only who created it may"},
    {invite, Scope::program, "invite {person} to {room}", ""},
    {read_up_to, Scope::program, "read {room} up to {number}", "moves the read marker (H6)"},
    {type_in, Scope::program, "type in {room}", ""},
    {be_away, Scope::program, "be away {text}", "a status"},
    {be_busy, Scope::program, "be busy {text}", ""},
    {be_back, Scope::program, "be back", ""},
    {load_older, Scope::program, "load {number} older in {room}", "scrolls back"},
    {retry_posts, Scope::program, "retry what failed", "all posts that were refused"},
    {discard_posts, Scope::program, "discard what failed", ""},
    {Phrase::sleep, Scope::program, "sleep", "the computer: nothing runs, its clock goes on"},
    {wake, Scope::program, "wake", ""},
    {cut, Scope::program, "cut the connection", "both ends are told, after what was under way has arrived"},
    {reset, Scope::program, "reset the connection", "both ends are told, what was under way is lost"},
    {go_dark, Scope::program, "go dark", "nothing gets through, and nobody is told"},
    {go_dark_up, Scope::program, "go dark to the server", "half-open: it still hears"},
    {go_dark_down, Scope::program, "go dark from the server", "half-open: it is still heard"},
    {light_up, Scope::program, "light up", "the network is back; what was connected stays dead"},
    {delay, Scope::program, "have delay {time} to {time}", "each way, drawn anew for each frame"},
    {bandwidth, Scope::program, "have bandwidth {number}", "bytes a second from the server; 0: no bound"},
    {stop_reading, Scope::program, "stop reading", "what comes waits at the server (H2)"},
    {read_again, Scope::program, "read again", ""},
    {clock_faster, Scope::program, "run the clock {number} ppm faster", "the monotonic one"},
    {clock_slower, Scope::program, "run the clock {number} ppm slower", ""},
    {wall_clock_forward, Scope::program, "set the wall clock {time} forward", "decides nothing (S11)"},
    {wall_clock_back, Scope::program, "set the wall clock {time} back", ""},
    {say_raw, Scope::program, "send raw {text}", "a hostile client: this very frame"},
    {say_many, Scope::program, "say {number} messages in {room}", "at once"},
    {post_every, Scope::program, "post every {time} to {time} in {room} for {time}", "in the background"},
    {log_in_and_out, Scope::program, "log in and out every {time} to {time} as {person} for {time}",
     "in the background"},
    {server_killed, Scope::server, "be killed", "kill -9"},
    {server_stops, Scope::server, "stop", "in order: clients are told to come back"},
    {server_starts, Scope::server, "start", ""},
    {server_clock_forward, Scope::server, "set the wall clock {time} forward", "decides nothing (S11)"},
    {server_clock_back, Scope::server, "set the wall clock {time} back", ""},
    {disk_fails, Scope::disk, "fail the next {number} operations", ""},
    {disk_full, Scope::disk, "be full", "each operation fails"},
    {disk_takes, Scope::disk, "take {time}", "for each commit"},
    {disk_kills_before, Scope::disk, "kill the server before operation {number}", "counted from here"},
    {disk_kills_after, Scope::disk, "kill the server after operation {number}", "it is durable, and nobody was told"},
    {disk_heals, Scope::disk, "be well again", ""},
    {password_changes, Scope::account, "get another password", "lease and sessions end (S13); the new is the old"},
    {account_locked, Scope::account, "be locked", "(S13)"},
    {account_unlocked, Scope::account, "be unlocked", ""},
    {Phrase::wait, Scope::world, "wait {time}", ""},
    {Phrase::heal, Scope::world, "heal", "networks, disks, clocks, computers and the server are well again"},
    {is_live, Scope::view, "is live", "admitted: counts and messages are current"},
    {is_signed_out, Scope::view, "is signed out", ""},
    {is_waiting, Scope::view, "is waiting", "the link is down, it tries again by itself"},
    {is_stopped, Scope::view, "is stopped", "a person has to decide"},
    {is_stopped_by, Scope::view, "is stopped by {name}", "the name of a refusal or of a close"},
    {may_use_here, Scope::view, "may use here", "is stopped, and `use here` would do"},
    {shows_count, Scope::view, "shows {number} connected", ""},
    {shows_the_count, Scope::view, "shows the server's count", ""},
    {has_text, Scope::view, "has {text} in {room}", "shows a message with this text"},
    {lacks_text, Scope::view, "lacks {text} in {room}", ""},
    {holds_whole, Scope::view, "holds {room} whole", "every message from the first to the last, without a hole (H1)"},
    {outbox_is_empty, Scope::view, "has sent everything", "its outbox is empty (M7)"},
    {count_is, Scope::count, "is {number}", "people who hold a lease (P1)"},
});

constexpr auto kSlots = std::to_array<std::pair<std::string_view, Slot>>({
    {"person", Slot::person},
    {"room", Slot::room},
    {"program", Slot::program},
    {"text", Slot::text},
    {"number", Slot::number},
    {"time", Slot::time},
    {"name", Slot::name},
});

}  // namespace

std::span<const PhraseRow> phrases() {
    return kRows;
}

const PhraseRow& row_of(Phrase phrase) {
    return *std::find_if(kRows.begin(), kRows.end(), [&](const PhraseRow& row) { return row.phrase == phrase; });
}

std::vector<Part> parts_of(std::string_view pattern) {
    std::vector<Part> parts;
    while (!pattern.empty()) {
        const std::size_t end = std::min(pattern.find(' '), pattern.size());
        const std::string_view word = pattern.substr(0, end);
        if (word.front() == '{') {
            const std::string_view slot = word.substr(1, word.size() - 2);
            const auto* known =
                std::find_if(kSlots.begin(), kSlots.end(), [&](const auto& s) { return s.first == slot; });
            parts.push_back({{}, known->second});
        } else {
            parts.push_back({word, {}});
        }
        pattern.remove_prefix(std::min(end + 1, pattern.size()));
    }
    return parts;
}

std::string_view name_of(Slot slot) {
    return std::find_if(kSlots.begin(), kSlots.end(), [&](const auto& s) { return s.second == slot; })->first;
}

}  // namespace workspace::sim
