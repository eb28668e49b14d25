#pragma once

#include "workspace/core/wire/records.hpp"

/// What a client says, but for what it posts (wire/posts.hpp).
namespace workspace::core::wire {

/// Whether a person acted, or a client reconnects by itself (S12). On the wire: "person" or "automatic".
enum class ClaimKind : std::uint8_t { person, automatic };
/// How much of the connected set a client wants. On the wire by name.
enum class PresenceWish : std::uint8_t {
    people,  ///< the set, and who joins and leaves
    count,   ///< version, count and hash only
};

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

struct PostsGet {
    std::vector<ClientId> cids;
    static constexpr std::string_view kType = "posts_get";
    static constexpr std::string_view kMeaning =
        "Asks what became of posts of this account (M7); answered by `posts_known`.";
    static constexpr auto fields() {
        return std::tuple{field("cids", &PostsGet::cids, Bounds{1, 1000}, "the ids they were posted with")};
    }
};

struct Read {
    RoomId room;
    RoomEpoch epoch;
    MessageSeq seq;
    static constexpr std::string_view kType = "read";
    static constexpr std::string_view kMeaning =
        "Moves this account's read marker of a room, forwards only (H6); answered by `read_markers`.";
    static constexpr auto fields() {
        return std::tuple{field("room", &Read::room, "the room"),
                          field("epoch", &Read::epoch, "the room epoch in which it was read"),
                          field("seq", &Read::seq, "the last seq that was read")};
    }
};

struct ReadsGet {
    std::vector<RoomId> rooms;
    static constexpr std::string_view kType = "reads_get";
    static constexpr std::string_view kMeaning = "Asks for read markers and counts (H6); answered by `read_markers`.";
    static constexpr auto fields() {
        return std::tuple{
            field("rooms", &ReadsGet::rooms, Bounds{0, kRoomsPerClientMax}, "which; all of this account when empty")};
    }
};

struct Typing {
    RoomId room;
    static constexpr std::string_view kType = "typing";
    static constexpr std::string_view kMeaning =
        "Somebody types in a room: at most every 3 s, never stored, not answered.";
    static constexpr auto fields() { return std::tuple{field("room", &Typing::room, "the room")}; }
};

struct StatusSet {
    Availability availability{};
    std::string text;
    std::optional<WallTime> until;
    static constexpr std::string_view kType = "status_set";
    static constexpr std::string_view kMeaning =
        "What this account says of itself; stored, and told to everyone by `status_change`.";
    static constexpr auto fields() {
        using M = StatusSet;
        return std::tuple{field("availability", &M::availability, "what to expect of this person"),
                          field("text", &M::text, Bounds{0, kStatusBytesMax}, "a line of their own"),
                          field("until", &M::until, "milliseconds since 1970: not to be shown from then on")};
    }
};

struct StatusesGet {
    static constexpr std::string_view kType = "statuses_get";
    static constexpr std::string_view kMeaning = "Asks for everyone's status; answered by `statuses`.";
    static constexpr auto fields() { return std::tuple{}; }
};

struct RoomsGet {
    static constexpr std::string_view kType = "rooms_get";
    static constexpr std::string_view kMeaning =
        "Asks for the public rooms that this account could join; answered by `rooms_found`.";
    static constexpr auto fields() { return std::tuple{}; }
};

struct MembersGet {
    RoomId room;
    static constexpr std::string_view kType = "members_get";
    static constexpr std::string_view kMeaning = "Asks who is in a room; answered by `members`.";
    static constexpr auto fields() { return std::tuple{field("room", &MembersGet::room, "the room")}; }
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

}  // namespace workspace::core::wire
