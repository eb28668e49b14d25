#pragma once

#include <variant>

#include "workspace/core/wire/records.hpp"

/// Everything that a client posts: each becomes one event of a room's log, exactly once by (author, cid) (M3).
namespace workspace::core::wire {

struct Post {
    RoomId room;
    ClientId cid;
    std::optional<ClientId> prev;
    std::string body;
    std::optional<MessageSeq> reply_to{};
    bool operator==(const Post&) const = default;
    static constexpr std::string_view kType = "post";
    static constexpr std::string_view kMeaning =
        "Says something in a room, exactly once by (author, cid) (M3); answered by `posted` or `post_refused`.";
    static constexpr auto fields() {
        using M = Post;
        return std::tuple{
            field("room", &M::room, "the room"),
            field("cid", &M::cid, "made and stored by the client before the first try"),
            field("prev", &M::prev, "the post of this client in this room that must be stored first (M6)"),
            field("body", &M::body, kBody, "text"),
            field("reply_to", &M::reply_to, kPositive, "the seq of the message that it answers")};
    }
};

struct Edit {
    RoomId room;
    ClientId cid;
    std::optional<ClientId> prev;
    MessageSeq target;
    std::string body;
    bool operator==(const Edit&) const = default;
    static constexpr std::string_view kType = "edit";
    static constexpr std::string_view kMeaning = "Gives a message of one's own another text (M8). Answered as `post`.";
    static constexpr auto fields() {
        using M = Edit;
        return std::tuple{field("room", &M::room, "the room"), field("cid", &M::cid, "as in `post`"),
                          field("prev", &M::prev, "as in `post`"),
                          field("target", &M::target, kPositive, "the message"),
                          field("body", &M::body, kBody, "the new text")};
    }
};

struct Delete {
    RoomId room;
    ClientId cid;
    std::optional<ClientId> prev;
    MessageSeq target;
    bool operator==(const Delete&) const = default;
    static constexpr std::string_view kType = "delete";
    static constexpr std::string_view kMeaning =
        "Takes a message of one's own out of the log: its place stays, its text goes (M8). Answered as `post`.";
    static constexpr auto fields() {
        using M = Delete;
        return std::tuple{field("room", &M::room, "the room"), field("cid", &M::cid, "as in `post`"),
                          field("prev", &M::prev, "as in `post`"),
                          field("target", &M::target, kPositive, "the message")};
    }
};

struct React {
    RoomId room;
    ClientId cid;
    std::optional<ClientId> prev;
    MessageSeq target;
    std::string emoji;
    bool on = true;
    bool operator==(const React&) const = default;
    static constexpr std::string_view kType = "react";
    static constexpr std::string_view kMeaning = "Gives a reaction to a message, or takes it back. Answered as `post`.";
    static constexpr auto fields() {
        using M = React;
        return std::tuple{field("room", &M::room, "the room"),
                          field("cid", &M::cid, "as in `post`"),
                          field("prev", &M::prev, "as in `post`"),
                          field("target", &M::target, kPositive, "the message"),
                          field("emoji", &M::emoji, kEmoji, "an emoji, or a short word"),
                          field("on", &M::on, "false takes it back")};
    }
};

struct CreateRoom {
    ClientId cid;
    RoomKind kind{};
    std::string name;
    std::vector<std::string> invite;
    bool operator==(const CreateRoom&) const = default;
    [[nodiscard]] std::optional<Fault> fault() const;
    static constexpr std::string_view kType = "room_create";
    static constexpr std::string_view kMeaning =
        "Makes a room; answered as `post`, with the room's id. A direct room that exists already is answered with "
        "`duplicate`.";
    static constexpr auto fields() {
        using M = CreateRoom;
        return std::tuple{field("cid", &M::cid, "as in `post`"),
                          field("kind", &M::kind, "who finds it and who may join"),
                          field("name", &M::name, kLabel, "its name; empty for a direct room"),
                          field("invite", &M::invite, Bounds{0, 200},
                                "login names of further members; of a direct room exactly one")};
    }
};

struct Join {
    RoomId room;
    ClientId cid;
    bool operator==(const Join&) const = default;
    static constexpr std::string_view kType = "room_join";
    static constexpr std::string_view kMeaning = "Becomes a member of a public room. Answered as `post`.";
    static constexpr auto fields() {
        return std::tuple{field("room", &Join::room, "the room"), field("cid", &Join::cid, "as in `post`")};
    }
};

struct Leave {
    RoomId room;
    ClientId cid;
    std::optional<ClientId> prev;
    bool operator==(const Leave&) const = default;
    static constexpr std::string_view kType = "room_leave";
    static constexpr std::string_view kMeaning = "Is no longer a member. Answered as `post`.";
    static constexpr auto fields() {
        using M = Leave;
        return std::tuple{field("room", &M::room, "the room"), field("cid", &M::cid, "as in `post`"),
                          field("prev", &M::prev, "as in `post`")};
    }
};

struct Invite {
    RoomId room;
    ClientId cid;
    std::optional<ClientId> prev;
    std::string login;
    bool operator==(const Invite&) const = default;
    static constexpr std::string_view kType = "room_invite";
    static constexpr std::string_view kMeaning = "Makes somebody a member. Answered as `post`.";
    static constexpr auto fields() {
        using M = Invite;
        return std::tuple{field("room", &M::room, "the room"), field("cid", &M::cid, "as in `post`"),
                          field("prev", &M::prev, "as in `post`"),
                          field("login", &M::login, kName, "whom, by login name")};
    }
};

struct Archive {
    RoomId room;
    ClientId cid;
    std::optional<ClientId> prev;
    bool operator==(const Archive&) const = default;
    static constexpr std::string_view kType = "room_archive";
    static constexpr std::string_view kMeaning =
        "Closes a room for good: it can be read. Whoever made it may. Answered as `post`.";
    static constexpr auto fields() {
        using M = Archive;
        return std::tuple{field("room", &M::room, "the room"), field("cid", &M::cid, "as in `post`"),
                          field("prev", &M::prev, "as in `post`")};
    }
};

using AnyPost = std::variant<Post, Edit, Delete, React, CreateRoom, Join, Leave, Invite, Archive>;

template <class Message>
concept IsPost = requires(AnyPost post, Message message) {
    post = message;
    message.cid;
};

/// The room that it goes to; 0 for a room that is yet to be made.
[[nodiscard]] RoomId room_of(const AnyPost& post);
[[nodiscard]] const ClientId& cid_of(const AnyPost& post);
/// What must be stored before it (M6); of those that begin something, nothing.
[[nodiscard]] std::optional<ClientId> prev_of(const AnyPost& post);
/// The same post behind another predecessor, under another id.
void set_prev(AnyPost& post, const std::optional<ClientId>& prev);
void set_cid(AnyPost& post, const ClientId& cid);
/// Its text, where it has one: of a message or an edit.
[[nodiscard]] std::string_view text_of(const AnyPost& post);

}  // namespace workspace::core::wire
