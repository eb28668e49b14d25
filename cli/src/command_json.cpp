#include "workspace/cli/command_json.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <boost/json.hpp>

#include "workspace/core/wire/codec.hpp"

namespace workspace::cli {
namespace {

namespace json = boost::json;
namespace client = core::client;

/// Reads fields of one command; a mistake ends it.
class Fields {
public:
    Fields(const json::object& object, const std::vector<core::wire::Room>& rooms) : object_(object), rooms_(rooms) {}

    [[nodiscard]] std::string text(std::string_view name) const {
        const json::value* value = object_.if_contains(name);
        if (value == nullptr || !value->is_string()) {
            throw BadCommand{"\"" + std::string(name) + "\" must be a text"};
        }
        return std::string(value->get_string());
    }

    [[nodiscard]] std::optional<std::int64_t> number(std::string_view name) const {
        const json::value* value = object_.if_contains(name);
        if (value == nullptr || value->is_null()) {
            return std::nullopt;
        }
        if (!value->is_int64() || value->get_int64() < 0) {
            throw BadCommand{"\"" + std::string(name) + "\" must be a whole number from 0"};
        }
        return value->get_int64();
    }

    [[nodiscard]] core::RoomId room() const {
        const json::value* value = object_.if_contains("room");
        if (value == nullptr || !value->is_string()) {
            if (const auto id = number("room")) {
                return {*id};
            }
            throw BadCommand{"\"room\" must be a room's number or name"};
        }
        const auto found = std::find_if(rooms_.begin(), rooms_.end(), [&](const core::wire::Room& room) {
            return room.name == std::string_view(value->get_string());
        });
        if (found == rooms_.end()) {
            throw BadCommand{"there is no room of that name"};
        }
        return found->id;
    }

    [[nodiscard]] std::optional<core::ClientId> optional_cid() const {
        const json::value* value = object_.if_contains("cid");
        return value == nullptr || value->is_null() ? std::nullopt : std::optional(cid());
    }

    [[nodiscard]] core::ClientId cid() const {
        const auto id = core::ClientId::from_hex(text("cid"));
        if (!id) {
            throw BadCommand{"\"cid\" must be 32 hexadecimal digits"};
        }
        return *id;
    }

    [[nodiscard]] const json::object& all() const { return object_; }

private:
    const json::object& object_;
    const std::vector<core::wire::Room>& rooms_;
};

struct Operation {
    std::string_view name;
    client::Command (*make)(const Fields& fields);
};

client::Command sign_in(const Fields& fields) {
    return client::SignIn{.name = fields.text("name"), .password = core::SecretText(fields.text("password"))};
}
client::Command say(const Fields& fields) {
    return client::Say{.room = fields.room(), .body = fields.text("body"), .cid = fields.optional_cid()};
}
client::Command load_older(const Fields& fields) {
    client::LoadOlder wish{.room = fields.room(), .before = std::nullopt};
    if (const auto before = fields.number("before")) {
        wish.before = core::MessageSeq{*before};
    }
    wish.limit = fields.number("limit").value_or(wish.limit);
    return wish;
}

/// Any post of the protocol, as docs/protocol.md writes it: {"do":"submit","t":"edit","room":1,"target":3,"body":"…"}.
/// Without a "cid" one is made; a room may be named.
client::Command submit(const Fields& fields) {
    json::object post = fields.all();
    post.erase("do");
    if (post.contains("room")) {
        post["room"] = fields.room().value;
    }
    if (!post.contains("cid")) {
        post["cid"] = core::ClientId{}.hex();
    }
    const auto message = core::wire::decode_client_message(json::serialize(post));
    if (!message) {
        throw BadCommand{message.error().reason};
    }
    return std::visit(
        [](const auto& known) -> client::Command {
            if constexpr (core::wire::IsPost<std::decay_t<decltype(known)>>) {
                return client::Submit{known};
            } else {
                throw BadCommand{"\"t\" must be something that is posted: post, edit, delete, react, room_create, …"};
            }
        },
        message.value());
}
client::Command mark_read(const Fields& fields) {
    return client::MarkRead{fields.room(), core::MessageSeq{fields.number("seq").value_or(0)}};
}
client::Command set_status(const Fields& fields) {
    const std::string name = fields.text("availability");
    client::SetStatus status{.availability = core::wire::Availability::available, .text = fields.text("text")};
    if (name == "away") {
        status.availability = core::wire::Availability::away;
    } else if (name == "busy") {
        status.availability = core::wire::Availability::busy;
    } else if (name != "available") {
        throw BadCommand{"\"availability\" must be available, away or busy"};
    }
    if (const auto until = fields.number("until")) {
        status.until = core::WallTime{*until};
    }
    return status;
}

constexpr std::array<Operation, 15> kOperations{{
    {"sign_in", sign_in},
    {"sign_out", [](const Fields&) -> client::Command { return client::SignOut{}; }},
    {"use_here", [](const Fields&) -> client::Command { return client::UseHere{}; }},
    {"reconnect", [](const Fields&) -> client::Command { return client::ReconnectNow{}; }},
    {"quit", [](const Fields&) -> client::Command { return client::Quit{}; }},
    {"say", say},
    {"submit", submit},
    {"load_older", load_older},
    {"mark_read", mark_read},
    {"typing", [](const Fields& fields) -> client::Command { return client::Type{fields.room()}; }},
    {"set_status", set_status},
    {"find_rooms", [](const Fields&) -> client::Command { return client::FindRooms{}; }},
    {"list_members", [](const Fields& fields) -> client::Command { return client::ListMembers{fields.room()}; }},
    {"retry", [](const Fields& fields) -> client::Command { return client::RetryPost{fields.cid()}; }},
    {"discard", [](const Fields& fields) -> client::Command { return client::DiscardPost{fields.cid()}; }},
}};

std::string known_verbs() {
    std::string names;
    for (const Operation& operation : kOperations) {
        names += (names.empty() ? "" : ", ") + std::string(operation.name);
    }
    return names;
}

client::Command command_of(const json::object& object, const std::vector<core::wire::Room>& rooms) {
    const Fields fields(object, rooms);
    const std::string name = fields.text("do");
    const auto* operation = std::find_if(kOperations.begin(), kOperations.end(),
                                         [&](const Operation& candidate) { return candidate.name == name; });
    if (operation == kOperations.end()) {
        throw BadCommand{"\"do\" must be one of " + known_verbs()};
    }
    return operation->make(fields);
}

}  // namespace

core::Result<client::Command, BadCommand> parse_command(std::string_view line,
                                                        const std::vector<core::wire::Room>& rooms) {
    try {
        json::error_code error;
        const json::value document = json::parse(line, error);
        if (error || !document.is_object()) {
            return BadCommand{"a command is one JSON object on one line, such as {\"do\":\"quit\"}"};
        }
        return command_of(document.get_object(), rooms);
    } catch (const BadCommand& bad) {
        return bad;
    }
}

}  // namespace workspace::cli
