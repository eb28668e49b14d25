#include "workspace/cli/event_json.hpp"

#include <algorithm>

#include <boost/json.hpp>
#include "overloaded.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::cli {
namespace {

namespace json = boost::json;
namespace client = core::client;

constexpr int kFormatVersion = 1;

std::string_view name_of(client::Phase phase) {
    switch (phase) {
        case client::Phase::signed_out: return "signed_out";
        case client::Phase::connecting: return "connecting";
        case client::Phase::live: return "live";
        case client::Phase::waiting: return "waiting";
        case client::Phase::stopped: return "stopped";
    }
    return "";
}

std::string_view name_of(client::PostState state) {
    switch (state) {
        case client::PostState::saving: return "saving";
        case client::PostState::queued: return "queued";
        case client::PostState::sending: return "sending";
        case client::PostState::sent: return "sent";
        case client::PostState::failed: return "failed";
        case client::PostState::discarded: return "discarded";
    }
    return "";
}

json::object person(const core::wire::Person& who) {
    return {{"id", who.id.value}, {"name", who.name}};
}

json::object stop_object(const client::Stop& stop) {
    json::object object;
    if (stop.refusal) {
        object["refusal"] = core::name_of(*stop.refusal);
        object["words"] = core::words_of(*stop.refusal);
    }
    if (stop.close) {
        object["close"] = core::name_of(*stop.close);
        object["close_code"] = static_cast<std::uint16_t>(*stop.close);
    }
    if (stop.holder) {
        object["holder"] = json::object{{"account_name", stop.holder->account_name},
                                        {"workstation", stop.holder->workstation},
                                        {"since_ms", stop.holder->since_ms},
                                        {"idle_ms", stop.holder->idle_ms}};
    }
    object["may_use_here"] = stop.may_use_here;
    object["needs_password"] = stop.needs_password;
    return object;
}

json::object to_json(const client::PhaseChanged& change, core::MonotonicTime now) {
    json::object object{{"event", "phase"}, {"phase", name_of(change.phase)}};
    if (change.account) {
        object["account"] = person(*change.account);
        object["login"] = change.login;
    }
    if (change.retry_at) {
        const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(*change.retry_at - now);
        object["retry_in_ms"] = std::max<std::int64_t>(0, wait.count());
    }
    if (change.stop) {
        object["stop"] = stop_object(*change.stop);
    }
    if (!change.reason.empty()) {
        object["reason"] = change.reason;
    }
    return object;
}

json::object to_json(const client::PresenceChanged& change) {
    json::array people;
    if (change.people != nullptr) {
        for (const auto& who : *change.people) {
            people.push_back(person(who));
        }
    }
    return {{"event", "presence"},
            {"count", change.count ? json::value(*change.count) : json::value()},
            {"people", std::move(people)}};
}

/// As the protocol writes it: its own words for kinds, present state and all.
json::object as_on_the_wire(const core::wire::Event& event) {
    const core::wire::EventMessage message{core::RoomId{1}, event, std::nullopt};
    return json::parse(encode(core::wire::ServerMessage{message})).as_object().at("event").as_object();
}

json::object room_object(const core::wire::Room& room) {
    return json::parse(encode(core::wire::ServerMessage{core::wire::RoomAdded{room}}))
        .as_object()
        .at("room")
        .as_object();
}

json::array people_array(const std::vector<core::wire::Person>& people) {
    json::array result;
    for (const auto& who : people) {
        result.push_back(person(who));
    }
    return result;
}

json::object to_json(const client::RoomsChanged& change) {
    json::array rooms;
    for (const auto& room : change.rooms) {
        rooms.push_back(room_object(room));
    }
    return {{"event", "rooms"}, {"rooms", std::move(rooms)}};
}

json::object to_json(const client::MessagesAdded& added) {
    json::array events;
    for (const auto& event : added.events) {
        events.push_back(as_on_the_wire(event));
    }
    json::array complete;
    for (const auto& interval : added.complete) {
        complete.push_back({interval.from.value, interval.to.value});
    }
    return {{"event", "messages"},         {"room", added.room.value},
            {"live", added.live},          {"dropped_before", added.dropped_before},
            {"events", std::move(events)}, {"complete", std::move(complete)},
            {"floor", added.floor.value},  {"head", added.head.value}};
}

std::string_view kind_of(const core::wire::AnyPost& post) {
    return std::visit([](const auto& known) { return known.kType; }, post);
}

json::object to_json(const client::PostChanged& change) {
    json::object object{{"event", "post"},
                        {"room", change.room.value},
                        {"cid", change.cid.hex()},
                        {"state", name_of(change.state)},
                        {"made", change.made.ms},
                        {"kind", kind_of(change.post)},
                        {"body", core::wire::text_of(change.post)}};
    if (change.seq) {
        object["seq"] = change.seq->value;
    }
    if (change.why) {
        object["why"] = core::name_of(*change.why);
        object["words"] = core::words_of(*change.why);
    }
    return object;
}

json::object to_json(const client::UnreadChanged& change) {
    return {{"event", "unread"},
            {"room", change.room.value},
            {"read", change.read.value},
            {"unread", change.unread ? json::value(*change.unread) : json::value()},
            {"mentions", change.mentions ? json::value(*change.mentions) : json::value()}};
}

json::object to_json(const client::TypingChanged& change) {
    return {{"event", "typing"}, {"room", change.room.value}, {"people", people_array(change.people)}};
}

json::object to_json(const client::StatusesChanged& change) {
    const core::wire::ServerMessage message{core::wire::Statuses{change.statuses}};
    return {{"event", "statuses"}, {"statuses", json::parse(encode(message)).as_object().at("statuses")}};
}

json::object to_json(const client::RoomsFound& found) {
    json::array rooms;
    for (const auto& room : found.rooms) {
        rooms.push_back(room_object(room));
    }
    return {{"event", "rooms_found"}, {"rooms", std::move(rooms)}};
}

json::object to_json(const client::MembersListed& members) {
    return {{"event", "members"}, {"room", members.room.value}, {"people", people_array(members.people)}};
}

}  // namespace

std::string event_line(const client::Event& event, core::MonotonicTime now) {
    return std::visit(
        Overloaded{
            [&](const client::PhaseChanged& change) { return json::serialize(to_json(change, now)); },
            [](const client::RequestFailed& failed) { return error_line(core::name_of(failed.why), failed.reason); },
            [](const client::Ended&) { return json::serialize(json::object{{"event", "ended"}}); },
            [](const auto& other) { return json::serialize(to_json(other)); }},
        event);
}

std::string started_line(const Started& started) {
    return json::serialize(json::object{{"event", "started"},
                                        {"format", kFormatVersion},
                                        {"server", started.server},
                                        {"workstation", started.workstation},
                                        {"data_dir", started.data_dir}});
}

std::string warning_line(std::string_view reason) {
    return json::serialize(json::object{{"event", "warning"}, {"reason", reason}});
}

std::string error_line(std::string_view code, std::string_view reason) {
    return json::serialize(json::object{{"event", "error"}, {"code", code}, {"reason", reason}});
}

}  // namespace workspace::cli
