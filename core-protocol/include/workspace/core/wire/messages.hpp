#pragma once

#include <variant>

#include "workspace/core/wire/records.hpp"

/// Every message of `workspace.v1`, declared once. Adding one: a struct here, its name in `ClientMessage` or
/// `ServerMessage`, a handler, a golden line (CONTRIBUTING.md has the steps). Names are never reused.
namespace workspace::core::wire {

inline constexpr int kProtocolVersion = 1;
inline constexpr std::string_view kSubprotocol = "workspace.v1";

/// Whether a person acted, or a client reconnects by itself (S12). On the wire: "person" or "automatic".
enum class ClaimKind : std::uint8_t { person, automatic };
/// What became of a cursor (H3). On the wire by name.
enum class SyncResult : std::uint8_t {
    complete,  ///< the events are all that follow the cursor
    too_long,  ///< more than the bounds allow: the newest page; what lies before it is a hole
    reset,     ///< no cursor, or it does not match the log: drop what is held of this room; the newest page
};
/// How much of the connected set a client wants. On the wire by name.
enum class PresenceWish : std::uint8_t {
    people,  ///< the set, and who joins and leaves
    count,   ///< version, count and hash only
};

// ---- from client to server -------------------------------------------------------------------------------------

struct Login {
    std::string name;
    SecretText password;
    WorkstationProof workstation;
    std::optional<TakeoverNonce> takeover;
    std::optional<PresenceWish> presence;
    static constexpr std::string_view kType = "login";
    static constexpr std::string_view kMeaning = "A person's claim for a lease, with a password. First message.";
    static constexpr auto fields() {
        using M = Login;
        return std::tuple{
            field("name", &M::name, kName, "login name"),
            field("password", &M::password, Bounds{1, kPasswordBytesMax}, "in clear, inside TLS"),
            field("workstation", &M::workstation, "where the claim comes from"),
            secret(field("takeover", &M::takeover, "the nonce of `refused`, once the person has confirmed (S6)")),
            field("presence", &M::presence, "`people` (default) or `count`")};
    }
};

struct Resume {
    SessionId session;
    RefreshToken refresh;
    WorkstationProof workstation;
    ClaimKind claim{};
    std::optional<TakeoverNonce> takeover;
    std::optional<PresenceWish> presence;
    std::optional<PresenceStamp> held;
    static constexpr std::string_view kType = "resume";
    static constexpr std::string_view kMeaning = "A claim with a session instead of a password (S14). First message.";
    static constexpr auto fields() {
        using M = Resume;
        return std::tuple{field("session", &M::session, "from `welcome`"),
                          field("refresh", &M::refresh, "the newest one that was received"),
                          field("workstation", &M::workstation, "where the claim comes from"),
                          field("claim", &M::claim, "`automatic`, or `person` when somebody pressed a button"),
                          secret(field("takeover", &M::takeover, "as in `login`")),
                          field("presence", &M::presence, "as in `login`"),
                          field("held", &M::held, "the connected set that the client still holds, if any")};
    }
};

struct Beat {
    static constexpr std::string_view kType = "beat";
    static constexpr std::string_view kMeaning = "Every 5 s (S9); answered by `beat_answer`.";
    static constexpr auto fields() { return std::tuple{}; }
};

struct Alive {
    static constexpr std::string_view kType = "alive";
    static constexpr std::string_view kMeaning = "The answer to `probe`, at once (S6).";
    static constexpr auto fields() { return std::tuple{}; }
};

struct Sync {
    std::vector<RoomId> rooms;
    std::vector<Cursor> cursors;
    static constexpr std::string_view kType = "sync";
    static constexpr std::string_view kMeaning =
        "Brings rooms up to date and subscribes to them (H3); one `synced` a room comes back.";
    static constexpr auto fields() {
        using M = Sync;
        return std::tuple{
            field("rooms", &M::rooms, Bounds{0, kRoomsPerClientMax}, "rooms of which nothing is held yet"),
            field("cursors", &M::cursors, Bounds{0, kRoomsPerClientMax}, "rooms of which something is held")};
    }
};

struct Page {
    std::int64_t req = 0;
    RoomId room;
    std::optional<MessageSeq> before;
    std::optional<MessageSeq> after;
    std::optional<MessageSeq> around;
    std::int64_t limit = 0;
    [[nodiscard]] std::optional<Fault> fault() const;
    static constexpr std::string_view kType = "page";
    static constexpr std::string_view kMeaning =
        "Asks for a stretch of the log (H4), by exactly one of `before`, `after`, `around`; answered by `page_result`.";
    static constexpr auto fields() {
        using M = Page;
        return std::tuple{field("req", &M::req, kAnyCount, "comes back in the answer"),
                          field("room", &M::room, "the room"),
                          field("before", &M::before, "events with a smaller seq, the nearest ones"),
                          field("after", &M::after, "events with a larger seq, the nearest ones"),
                          field("around", &M::around, "half before, the rest from this seq on"),
                          field("limit", &M::limit, Bounds{1, kPageLimitMax}, "events at most")};
    }
};

struct Post {
    RoomId room;
    ClientId cid;
    std::optional<ClientId> prev;
    std::string body;
    static constexpr std::string_view kType = "post";
    static constexpr std::string_view kMeaning =
        "Says something in a room, exactly once by (author, cid) (M3); answered by `posted` or `post_refused`.";
    static constexpr auto fields() {
        using M = Post;
        return std::tuple{
            field("room", &M::room, "the room"),
            field("cid", &M::cid, "made and stored by the client before the first try"),
            field("prev", &M::prev, "the post of this client in this room that must be stored first (M6)"),
            field("body", &M::body, kBody, "text")};
    }
};

struct PresenceGet {
    static constexpr std::string_view kType = "presence_get";
    static constexpr std::string_view kMeaning = "Asks for the whole connected set (P3); answered by `presence_set`.";
    static constexpr auto fields() { return std::tuple{}; }
};

struct TokenGet {
    static constexpr std::string_view kType = "token_get";
    static constexpr std::string_view kMeaning = "Asks for a new access token for REST; answered by `token`.";
    static constexpr auto fields() { return std::tuple{}; }
};

struct Logout {
    static constexpr std::string_view kType = "logout";
    static constexpr std::string_view kMeaning = "Ends lease and session (S4); answered by `logged_out`.";
    static constexpr auto fields() { return std::tuple{}; }
};

struct Bye {
    static constexpr std::string_view kType = "bye";
    static constexpr std::string_view kMeaning =
        "Ends the lease and keeps the session: the client quits or the computer sleeps (S4). Answered by `logged_out`.";
    static constexpr auto fields() { return std::tuple{}; }
};

// ---- from server to client -------------------------------------------------------------------------------------

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
    static constexpr std::string_view kType = "synced";
    static constexpr std::string_view kMeaning =
        "A room as of now; from here on its events come by themselves. `from`..`to` is complete.";
    static constexpr auto fields() {
        using M = Synced;
        return std::tuple{field("room", &M::room, "the room, with its head"),
                          field("result", &M::result, "`complete`, `too_long` or `reset`"),
                          field("from", &M::from, "first seq that the answer covers; to + 1 when it covers none"),
                          field("to", &M::to, "last seq that the answer covers: the head"),
                          field("events", &M::events, Bounds{0, kResumeEventsMax}, "ascending")};
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
    RoomId room;
    ClientId cid;
    Refusal code{};
    std::string reason;
    static constexpr std::string_view kType = "post_refused";
    static constexpr std::string_view kMeaning = "The post is not stored.";
    static constexpr auto fields() {
        using M = PostRefused;
        return std::tuple{field("room", &M::room, "the room"), field("cid", &M::cid, "of the post"),
                          field("code", &M::code, "name of the refusal"),
                          field("reason", &M::reason, kReason, "words in English")};
    }
};

struct EventMessage {
    RoomId room;
    Event event;
    static constexpr std::string_view kType = "event";
    static constexpr std::string_view kMeaning = "A new entry of a room's log (M4).";
    static constexpr auto fields() {
        using M = EventMessage;
        return std::tuple{field("room", &M::room, "the room"), field("event", &M::event, "the entry")};
    }
};

struct PresenceChange {
    PresenceStamp now;
    std::vector<Person> joined;
    std::vector<AccountId> left;
    static constexpr std::string_view kType = "presence";
    static constexpr std::string_view kMeaning =
        "The connected set changed from version now.version - 1 (P2). Without names for those who asked for `count`.";
    static constexpr auto fields() {
        using M = PresenceChange;
        return std::tuple{field("now", &M::now, "the set's stamp after the change"),
                          field("joined", &M::joined, Bounds{0, 100'000}, "who is connected now and was not"),
                          field("left", &M::left, Bounds{0, 100'000}, "who was connected and is not")};
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

using ClientMessage = std::variant<Login, Resume, Beat, Alive, Sync, Page, Post, PresenceGet, TokenGet, Logout, Bye>;
using ServerMessage = std::variant<Hello, Welcome, Refused, BeatAnswer, Probe, Synced, PageResult, Posted, PostRefused,
                                   EventMessage, PresenceChange, PresenceSet, Token, LoggedOut, Closing, Error>;

}  // namespace workspace::core::wire
