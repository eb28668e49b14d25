#pragma once

#include "workspace/core/wire/records.hpp"

/// What a server says.
namespace workspace::core::wire {

inline constexpr int kProtocolVersion = 1;
inline constexpr std::string_view kSubprotocol = "workspace.v1";

/// What became of a cursor (H3). On the wire by name.
enum class SyncResult : std::uint8_t {
    complete,  ///< the events are all that follow the cursor
    too_long,  ///< more than the bounds allow: the newest page; what lies before it is a hole
    reset,     ///< no cursor, or it does not match the log: drop what is held of this room; the newest page
};
struct Hello {
    std::int64_t version = kProtocolVersion;
    Challenge challenge;
    BootId boot;
    std::string server;
    static constexpr std::string_view kType = "hello";
    static constexpr std::string_view kMeaning = "The first message of every connection.";
    static constexpr auto fields() {
        using M = Hello;
        return std::tuple{field("version", &M::version, kPositive, "of the protocol"),
                          field("challenge", &M::challenge, "to be signed by the workstation's key"),
                          field("boot", &M::boot, "changes each time the server starts"),
                          field("server", &M::server, kLabel, "name and version of the program")};
    }
};

struct Welcome {
    Person account;
    std::string login;
    SessionId session;
    RefreshToken refresh;
    std::string access;
    Epoch epoch;
    bool resumed = false;
    PresenceStamp presence;
    std::vector<Room> rooms;
    static constexpr std::string_view kType = "welcome";
    static constexpr std::string_view kMeaning =
        "The claim is granted. Comes after the change that puts the newcomer in the count (P4).";
    static constexpr auto fields() {
        using M = Welcome;
        return std::tuple{
            field("account", &M::account, "who this connection is now"),
            field("login", &M::login, kName, "login name"),
            field("session", &M::session, "keep it for `resume`"),
            field("refresh", &M::refresh, "keep it, replacing the one before (S14)"),
            secret(field("access", &M::access, Bounds{0, kTokenBytesMax}, "bearer token for REST, 10 minutes")),
            field("epoch", &M::epoch, "of this binding (S3)"),
            field("resumed", &M::resumed, "the lease was still there"),
            field("presence", &M::presence, "the set as last published; ask with `presence_get`"),
            field("rooms", &M::rooms, Bounds{0, kRoomsPerClientMax}, "the rooms of this account")};
    }
};

struct Refused {
    Refusal code{};
    std::string reason;
    std::optional<Holder> holder;
    std::optional<TakeoverNonce> takeover;
    std::optional<std::int64_t> retry_ms;
    static constexpr std::string_view kType = "refused";
    static constexpr std::string_view kMeaning = "The claim is refused; the server closes with 4004.";
    static constexpr auto fields() {
        using M = Refused;
        return std::tuple{
            field("code", &M::code, "name of the refusal"), field("reason", &M::reason, kReason, "words in English"),
            field("holder", &M::holder, "who holds it (`session_elsewhere`, `workstation_busy`)"),
            secret(field("takeover", &M::takeover, "confirm with this, within 60 s, on a new connection")),
            field("retry_ms", &M::retry_ms, kAnyCount, "not before this long")};
    }
};

struct BeatAnswer {
    PresenceStamp presence;
    std::vector<RoomHead> heads;
    static constexpr std::string_view kType = "beat_answer";
    static constexpr std::string_view kMeaning =
        "Answers `beat`: the set as last published (P3), and the heads that changed since the last answer (H7).";
    static constexpr auto fields() {
        using M = BeatAnswer;
        return std::tuple{field("presence", &M::presence, "the set's stamp"),
                          field("heads", &M::heads, Bounds{0, kRoomsPerClientMax}, "rooms whose head changed")};
    }
};

struct Probe {
    static constexpr std::string_view kType = "probe";
    static constexpr std::string_view kMeaning = "Somebody claims what this connection holds: answer `alive` at once.";
    static constexpr auto fields() { return std::tuple{}; }
};

struct Synced {
    Room room;
    SyncResult result{};
    MessageSeq from;
    MessageSeq to;
    std::vector<Event> events;
    std::vector<Event> touched{};
    static constexpr std::string_view kType = "synced";
    static constexpr std::string_view kMeaning =
        "A room as of now; from here on its events come by themselves. `from`..`to` is complete.";
    static constexpr auto fields() {
        using M = Synced;
        return std::tuple{field("room", &M::room, "the room, with its head"),
                          field("result", &M::result, "`complete`, `too_long` or `reset`"),
                          field("from", &M::from, "first seq that the answer covers; to + 1 when it covers none"),
                          field("to", &M::to, "last seq that the answer covers: the head"),
                          field("events", &M::events, Bounds{0, kResumeEventsMax}, "ascending"),
                          field("touched", &M::touched, Bounds{0, kResumeEventsMax},
                                "with `complete`: older messages that changed since the cursor, as they are now")};
    }
};

struct PageResult {
    std::int64_t req = 0;
    RoomId room;
    RoomEpoch epoch;
    MessageSeq floor;
    MessageSeq head;
    MessageSeq from;
    MessageSeq to;
    std::vector<Event> events;
    static constexpr std::string_view kType = "page_result";
    static constexpr std::string_view kMeaning = "Answers `page`: `from`..`to` is complete (H1).";
    static constexpr auto fields() {
        using M = PageResult;
        return std::tuple{field("req", &M::req, kAnyCount, "of the question"),
                          field("room", &M::room, "the room"),
                          field("epoch", &M::epoch, "the room epoch"),
                          field("floor", &M::floor, "the log begins after this seq"),
                          field("head", &M::head, "the log ends with this seq"),
                          field("from", &M::from, "first seq covered; to + 1 when none is"),
                          field("to", &M::to, "last seq covered"),
                          field("events", &M::events, Bounds{0, kPageLimitMax}, "ascending")};
    }
};

struct Posted {
    RoomId room;
    ClientId cid;
    MessageSeq seq;
    WallTime at;
    bool duplicate = false;
    static constexpr std::string_view kType = "posted";
    static constexpr std::string_view kMeaning = "The post is on disk (M1).";
    static constexpr auto fields() {
        using M = Posted;
        return std::tuple{field("room", &M::room, "the room"), field("cid", &M::cid, "of the post"),
                          field("seq", &M::seq, "its place in the log"),
                          field("at", &M::at, "server's wall clock, milliseconds since 1970"),
                          field("duplicate", &M::duplicate, "it had been stored before; this is its first place (M3)")};
    }
};

struct PostRefused {
    std::optional<RoomId> room;
    ClientId cid;
    Refusal code{};
    std::string reason;
    static constexpr std::string_view kType = "post_refused";
    static constexpr std::string_view kMeaning = "The post is not stored, and nothing of it applied.";
    static constexpr auto fields() {
        using M = PostRefused;
        return std::tuple{field("room", &M::room, "the room, where it named one"), field("cid", &M::cid, "of the post"),
                          field("code", &M::code, "name of the refusal"),
                          field("reason", &M::reason, kReason, "words in English")};
    }
};

struct EventMessage {
    RoomId room;
    Event event;
    std::optional<Event> touched{};
    static constexpr std::string_view kType = "event";
    static constexpr std::string_view kMeaning = "A new entry of a room's log (M4).";
    static constexpr auto fields() {
        using M = EventMessage;
        return std::tuple{field("room", &M::room, "the room"), field("event", &M::event, "the entry"),
                          field("touched", &M::touched, "the message that it changed, as it is now (M8)")};
    }
};

struct RoomAdded {
    Room room;
    static constexpr std::string_view kType = "room_added";
    static constexpr std::string_view kMeaning = "This account is a member from now on; `sync` brings the room.";
    static constexpr auto fields() { return std::tuple{field("room", &RoomAdded::room, "the room")}; }
};

struct RoomGone {
    RoomId room;
    static constexpr std::string_view kType = "room_gone";
    static constexpr std::string_view kMeaning =
        "This account is no longer a member: what is held of the room goes (M5).";
    static constexpr auto fields() { return std::tuple{field("room", &RoomGone::room, "the room")}; }
};

struct RoomsFound {
    std::vector<Room> rooms;
    static constexpr std::string_view kType = "rooms_found";
    static constexpr std::string_view kMeaning = "Answers `rooms_get`.";
    static constexpr auto fields() {
        return std::tuple{field("rooms", &RoomsFound::rooms, Bounds{0, kRoomsPerClientMax}, "ascending by id")};
    }
};

struct Members {
    RoomId room;
    std::vector<Person> people;
    static constexpr std::string_view kType = "members";
    static constexpr std::string_view kMeaning = "Answers `members_get`.";
    static constexpr auto fields() {
        return std::tuple{field("room", &Members::room, "the room"),
                          field("people", &Members::people, Bounds{0, kMembersMax}, "ascending by id")};
    }
};

struct PostsKnown {
    std::vector<ClientId> asked;
    std::vector<StoredPost> stored;
    static constexpr std::string_view kType = "posts_known";
    static constexpr std::string_view kMeaning = "Answers `posts_get`: what is not in `stored` is not in any log.";
    static constexpr auto fields() {
        return std::tuple{field("asked", &PostsKnown::asked, Bounds{0, 1000}, "the ids of the question"),
                          field("stored", &PostsKnown::stored, Bounds{0, 1000}, "those that are stored, and where")};
    }
};

struct ReadMarkers {
    std::vector<ReadMarker> markers;
    static constexpr std::string_view kType = "read_markers";
    static constexpr std::string_view kMeaning = "Answers `read` and `reads_get`.";
    static constexpr auto fields() {
        return std::tuple{field("markers", &ReadMarkers::markers, Bounds{0, kRoomsPerClientMax}, "ascending by room")};
    }
};

struct TypingNow {
    RoomId room;
    Person who;
    static constexpr std::string_view kType = "typing_now";
    static constexpr std::string_view kMeaning = "Somebody types; to be shown for 6 s, or until a message of theirs.";
    static constexpr auto fields() {
        return std::tuple{field("room", &TypingNow::room, "the room"), field("who", &TypingNow::who, "who types")};
    }
};

struct StatusChange {
    Status status;
    static constexpr std::string_view kType = "status_change";
    static constexpr std::string_view kMeaning = "Somebody's status, as it is now; to those who asked for `people`.";
    static constexpr auto fields() { return std::tuple{field("status", &StatusChange::status, "the status")}; }
};

struct Statuses {
    std::vector<Status> statuses;
    static constexpr std::string_view kType = "statuses";
    static constexpr std::string_view kMeaning =
        "Answers `statuses_get`, of those who are connected: who is not in it is available, without a line.";
    static constexpr auto fields() {
        return std::tuple{field("statuses", &Statuses::statuses, Bounds{0, 10'000}, "ascending by account")};
    }
};

struct PresenceChange {
    PresenceStamp now;
    std::vector<Person> joined;
    std::vector<AccountId> left;
    std::optional<std::vector<Status>> statuses{};
    static constexpr std::string_view kType = "presence";
    static constexpr std::string_view kMeaning =
        "The connected set changed from version now.version - 1 (P2). Without names for those who asked for `count`.";
    static constexpr auto fields() {
        using M = PresenceChange;
        return std::tuple{
            field("now", &M::now, "the set's stamp after the change"),
            field("joined", &M::joined, Bounds{0, 100'000}, "who is connected now and was not"),
            field("left", &M::left, Bounds{0, 100'000}, "who was connected and is not"),
            field("statuses", &M::statuses, Bounds{1, 10'000}, "of those who joined, where they say something")};
    }
};

struct PresenceSet {
    PresenceStamp now;
    std::vector<Person> people;
    static constexpr std::string_view kType = "presence_set";
    static constexpr std::string_view kMeaning = "The whole connected set, as last published.";
    static constexpr auto fields() {
        using M = PresenceSet;
        return std::tuple{field("now", &M::now, "the set's stamp"),
                          field("people", &M::people, Bounds{0, 100'000}, "ascending by id")};
    }
};

struct Token {
    std::string access;
    static constexpr std::string_view kType = "token";
    static constexpr std::string_view kMeaning = "Answers `token_get`.";
    static constexpr auto fields() {
        return std::tuple{
            secret(field("access", &Token::access, Bounds{0, kTokenBytesMax}, "bearer token for REST, 10 minutes"))};
    }
};

struct LoggedOut {
    static constexpr std::string_view kType = "logged_out";
    static constexpr std::string_view kMeaning = "The lease's row is gone; the server closes with 1000 (S4).";
    static constexpr auto fields() { return std::tuple{}; }
};

struct Closing {
    CloseCode code{};
    std::string reason;
    std::optional<Holder> by;
    std::optional<std::int64_t> retry_ms;
    static constexpr std::string_view kType = "closing";
    static constexpr std::string_view kMeaning = "Says in words why the server closes, just before it does.";
    static constexpr auto fields() {
        using M = Closing;
        return std::tuple{field("code", &M::code, "the close code that follows"),
                          field("reason", &M::reason, kReason, "words in English"),
                          field("by", &M::by, "who displaced this session, and where"),
                          field("retry_ms", &M::retry_ms, kAnyCount, "not before this long")};
    }
};

struct Error {
    Refusal code{};
    std::string reason;
    std::optional<std::int64_t> req;
    static constexpr std::string_view kType = "error";
    static constexpr std::string_view kMeaning = "A message was refused; nothing of it was applied.";
    static constexpr auto fields() {
        using M = Error;
        return std::tuple{field("code", &M::code, "name of the refusal"),
                          field("reason", &M::reason, kReason, "words in English, naming the field"),
                          field("req", &M::req, kAnyCount, "of the question, where it had one")};
    }
};

}  // namespace workspace::core::wire
