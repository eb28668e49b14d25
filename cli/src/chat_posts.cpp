#include "workspace/cli/chat_posts.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "workspace/cli/texts.hpp"

namespace workspace::cli {
namespace {

namespace client = core::client;
namespace wire = core::wire;
using wire::Availability;
using wire::RoomKind;

ChatWish post(wire::AnyPost what) {
    return {client::Submit{std::move(what)}, {}};
}

/// About the newest message of this room, or the newest of one's own.
template <class Make>
ChatWish about_message(const ChatView& view, bool own, Make make) {
    const auto target = view.message(own);
    return view.room() && target ? post(make(*view.room(), *target)) : ChatWish{std::nullopt, texts::kNoMessage};
}
template <class Make>
ChatWish here(const ChatView& view, Make make) {
    return view.room() ? post(make(*view.room())) : ChatWish{std::nullopt, texts::kNoRoom};
}
ChatWish create(RoomKind kind, const std::string& name) {
    return post(wire::CreateRoom{{}, kind, name, {}});
}
ChatWish status(Availability availability, const std::string& text) {
    return {client::SetStatus{availability, text, {}}, {}};
}

ChatWish edit(const ChatView& view, const std::string& text) {
    return about_message(view, true, [&](auto room, auto target) { return wire::Edit{room, {}, {}, target, text}; });
}
ChatWish remove(const ChatView& view, const std::string& /*none*/) {
    return about_message(view, true, [](auto room, auto target) { return wire::Delete{room, {}, {}, target}; });
}
ChatWish react(const ChatView& view, const std::string& emoji) {
    return about_message(view, false,
                         [&](auto room, auto target) { return wire::React{room, {}, {}, target, emoji, true}; });
}
ChatWish enter(const ChatView& /*view*/, const std::string& number) {
    std::int64_t room = 0;
    const auto end = number.data() + number.size();
    const bool read = std::from_chars(number.data(), end, room).ptr == end && room > 0;
    return read ? post(wire::Join{core::RoomId{room}, {}}) : ChatWish{std::nullopt, texts::kNotANumber};
}
ChatWish direct(const ChatView& /*view*/, const std::string& login) {
    return post(wire::CreateRoom{{}, RoomKind::direct, "", {login}});
}
ChatWish invite(const ChatView& view, const std::string& login) {
    return here(view, [&](auto room) { return wire::Invite{room, {}, {}, login}; });
}
ChatWish leave(const ChatView& view, const std::string& /*none*/) {
    return here(view, [](auto room) { return wire::Leave{room, {}, {}}; });
}
ChatWish archive(const ChatView& view, const std::string& /*none*/) {
    return here(view, [](auto room) { return wire::Archive{room, {}, {}}; });
}
ChatWish members(const ChatView& view, const std::string& /*none*/) {
    return view.room() ? ChatWish{client::ListMembers{*view.room()}, {}} : ChatWish{std::nullopt, texts::kNoRoom};
}

struct Verb {
    std::string_view name;
    ChatWish (*make)(const ChatView& view, const std::string& argument);
};

constexpr std::array<Verb, 15> kVerbs{{
    {"edit", edit},
    {"delete", remove},
    {"react", react},
    {"create", [](const ChatView&, const std::string& name) { return create(RoomKind::open, name); }},
    {"private", [](const ChatView&, const std::string& name) { return create(RoomKind::closed, name); }},
    {"dm", direct},
    {"enter", enter},
    {"invite", invite},
    {"leave", leave},
    {"archive", archive},
    {"find", [](const ChatView&, const std::string&) { return ChatWish{client::FindRooms{}, {}}; }},
    {"members", members},
    {"away", [](const ChatView&, const std::string& text) { return status(Availability::away, text); }},
    {"busy", [](const ChatView&, const std::string& text) { return status(Availability::busy, text); }},
    {"back", [](const ChatView&, const std::string& text) { return status(Availability::available, text); }},
}};

}  // namespace

std::optional<ChatWish> chat_post(const ChatView& view, std::string_view name, const std::string& argument) {
    const auto* verb =
        std::find_if(kVerbs.begin(), kVerbs.end(), [&](const Verb& candidate) { return candidate.name == name; });
    return verb == kVerbs.end() ? std::nullopt : std::optional{verb->make(view, argument)};
}

}  // namespace workspace::cli
