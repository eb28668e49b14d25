#pragma once

#include <giomm/init.h>
#include <glibmm/init.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "workspace/desktop/model/room_log.hpp"
#include "workspace/desktop/model/row.hpp"

/// Logs, rows and times for the tests of what the window shows.
namespace workspace::desktop::testing {

using core::client::MessagesAdded;
using core::client::PostState;

/// GLib's types, English words and Greenwich days, whatever the machine is set to.
inline void prepare() {
    static const bool once = [] {
        ::setenv("TZ", "UTC", 1);
        ::tzset();
        Glib::set_init_to_users_preferred_locale(false);
        Gio::init();
        return true;
    }();
    (void)once;
}

/// The first member of a fixture that has lists.
struct Prepared {
    Prepared() { prepare(); }
};

inline constexpr core::AccountId kMe{1};
inline constexpr core::AccountId kBruno{2};
inline constexpr core::AccountId kChloe{3};

inline constexpr std::int64_t kMinute = 60'000;
inline constexpr std::int64_t kDay = 24 * 60 * kMinute;
/// Monday 23 November 2026, 09:00 UTC.
inline constexpr std::int64_t kMonday = 1'795'424'400'000;

inline core::ClientId cid(std::int64_t number) {
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t i = 0; i < 8; ++i) {
        bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    core::ClientId id;
    std::copy(bytes.begin(), bytes.end(), id.value.begin());
    return id;
}

inline core::wire::Event event(std::int64_t seq, core::AccountId author, std::int64_t at, std::string body = "hi") {
    core::wire::Event made;
    made.seq = made.changed = core::MessageSeq{seq};
    made.cid = cid(seq);
    made.author = author;
    made.author_name = author == kMe ? "Alice" : author == kBruno ? "Bruno" : "Chloé";
    made.at = core::WallTime{at};
    made.body = std::move(body);
    return made;
}

/// Events from one sequence number to another, by Bruno, a second apart.
inline std::vector<core::wire::Event> run_of(std::int64_t from, std::int64_t to) {
    std::vector<core::wire::Event> events;
    for (std::int64_t seq = from; seq <= to; ++seq) {
        events.push_back(event(seq, kBruno, kMonday + seq * 1000));
    }
    return events;
}

inline MessagesAdded added(std::vector<core::wire::Event> events, std::int64_t head, std::int64_t floor = 0) {
    MessagesAdded all;
    all.room = core::RoomId{1};
    all.events = std::move(events);
    all.head = core::MessageSeq{head};
    all.floor = core::MessageSeq{floor};
    return all;
}

inline RoomLog log_of(std::vector<core::wire::Event> events) {
    RoomLog log;
    const std::int64_t head = events.empty() ? 0 : events.back().seq.value;
    log.add(added(std::move(events), head));
    return log;
}

inline core::client::PostChanged post(std::int64_t number, PostState state, std::string body = "mine") {
    core::client::PostChanged change;
    change.room = core::RoomId{1};
    change.cid = cid(number);
    change.state = state;
    change.post = core::wire::Post{core::RoomId{1}, cid(number), {}, std::move(body)};
    change.made = core::WallTime{kMonday};
    return change;
}

inline core::wire::Person me() {
    return {kMe, "Alice"};
}

/// A row in one letter: Beginning, Hole, Day, Unread, Message that starts a group, message that continues one.
inline std::string shape_of(const Row& row) {
    switch (row.key.kind) {
        case RowKey::Kind::beginning: return "B";
        case RowKey::Kind::hole: return "H";
        case RowKey::Kind::day: return "D";
        case RowKey::Kind::unread: return "U";
        case RowKey::Kind::message: return row.starts_group ? "M" : "m";
    }
    return "?";
}

inline std::string shape_of(const std::vector<Row>& rows) {
    std::string shape;
    for (const auto& row : rows) {
        shape += shape_of(row);
    }
    return shape;
}

}  // namespace workspace::desktop::testing
