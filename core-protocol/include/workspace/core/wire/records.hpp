#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "workspace/core/base/errors.hpp"
#include "workspace/core/base/ids.hpp"
#include "workspace/core/base/limits.hpp"
#include "workspace/core/base/time.hpp"
#include "workspace/core/wire/schema.hpp"

/// The objects that messages are made of.
namespace workspace::core::wire {

inline constexpr Bounds kLabel{0, kLabelBytesMax};
inline constexpr Bounds kName{1, kNameBytesMax};
inline constexpr Bounds kBody{1, kBodyBytesMax};
inline constexpr Bounds kReason{0, kReasonBytesMax};
inline constexpr Bounds kEmoji{1, kEmojiBytesMax};

/// What an entry of a room's log is. On the wire by name.
enum class EventKind : std::uint8_t {
    message,
    edit,      ///< of the author's own message, `target`
    deletion,  ///< of `target`
    reaction,  ///< to `target`: `emoji` is given, or taken back
    created,   ///< the room's first event
    joined,
    left,
    invited,   ///< `whom` is a member from here on
    archived,  ///< the last event: nothing follows
};
enum class RoomKind : std::uint8_t {
    open,    ///< on the wire "public": everyone finds it and may join
    closed,  ///< on the wire "private": members invite
    direct,  ///< of two people, for good
};
enum class Availability : std::uint8_t { available, away, busy };

/// Somebody, as others see them.
struct Person {
    AccountId id;
    std::string name;
    bool operator==(const Person&) const = default;
    static constexpr std::string_view kRecord = "person";
    static constexpr auto fields() {
        return std::tuple{field("id", &Person::id, "account"), field("name", &Person::name, kLabel, "display name")};
    }
};

/// Proof of the workstation that a claim comes from (W1), and what the computer calls itself.
struct WorkstationProof {
    WorkstationKey key;
    WorkstationHint hint;
    OsBootId os_boot;
    std::string label;
    Signature signature;
    bool operator==(const WorkstationProof&) const = default;
    static constexpr std::string_view kRecord = "workstation";
    static constexpr auto fields() {
        using W = WorkstationProof;
        return std::tuple{field("key", &W::key, "Ed25519 public key"),
                          field("hint", &W::hint, "hash of machine id and permanent network address"),
                          field("os_boot", &W::os_boot, "hash of the operating system's boot id"),
                          field("label", &W::label, kLabel, "what people call this computer"),
                          field("signature", &W::signature, "over the challenge, see Signing")};
    }
};

/// The connected set at one version (P3). `hash` is the wrapping sum of the members' 64-bit hashes, as 16 hex digits.
struct PresenceStamp {
    BootId boot;
    PresenceVersion version;
    std::int64_t count = 0;
    std::string hash;
    bool operator==(const PresenceStamp&) const = default;
    [[nodiscard]] std::optional<Fault> fault() const;
    static constexpr std::string_view kRecord = "presence_stamp";
    static constexpr auto fields() {
        using P = PresenceStamp;
        return std::tuple{field("boot", &P::boot, "the server's boot id"),
                          field("version", &P::version, "grows by 1 with each published change"),
                          field("count", &P::count, kAnyCount, "people connected"),
                          field("hash", &P::hash, Bounds{16, 16}, "hash of the set, 16 hexadecimal digits")};
    }
};

/// One emoji under a message, and who gave it.
struct Reaction {
    std::string emoji;
    std::vector<AccountId> by;
    bool operator==(const Reaction&) const = default;
    static constexpr std::string_view kRecord = "reaction";
    static constexpr auto fields() {
        return std::tuple{field("emoji", &Reaction::emoji, kEmoji, "an emoji, or a short word"),
                          field("by", &Reaction::by, Bounds{1, kMembersMax}, "accounts, ascending")};
    }
};

/// One entry of a room's log: what happened, and of a message its present state (M8).
struct Event {
    MessageSeq seq;
    ClientId cid;
    AccountId author;
    std::string author_name;
    WallTime at;
    MessageSeq changed;  ///< the last seq that touched it (H1)
    std::string body;
    EventKind kind = EventKind::message;
    std::optional<MessageSeq> reply_to{};
    std::optional<MessageSeq> edited{};
    std::optional<MessageSeq> deleted{};
    std::optional<std::vector<Reaction>> reactions{};  ///< ascending by emoji; none while there are none
    std::optional<MessageSeq> target{};
    std::optional<std::string> emoji{};
    std::optional<bool> on{};
    std::optional<Person> whom{};
    bool operator==(const Event&) const = default;
    static constexpr std::string_view kRecord = "event";
    static constexpr auto fields() {
        using E = Event;
        return std::tuple{
            field("seq", &E::seq, "position in the room's log, gapless from 1"),
            field("cid", &E::cid, "the client id that it was posted with"),
            field("author", &E::author, "account"),
            field("author_name", &E::author_name, kLabel, "display name"),
            field("at", &E::at, "server's wall clock, milliseconds since 1970, a label only"),
            field("kind", &E::kind, "what happened"),
            field("changed", &E::changed, "the last seq that touched this event"),
            field("body", &E::body, Bounds{0, kBodyBytesMax},
                  "of a message: its text as it is now, empty once deleted; else empty"),
            field("reply_to", &E::reply_to, "of a message: the seq that it answers"),
            field("edited", &E::edited, "of a message: the seq of its last edit"),
            field("deleted", &E::deleted, "of a message: the seq of its deletion"),
            field("reactions", &E::reactions, Bounds{1, kReactionKindsMax}, "of a message: ascending by emoji"),
            field("target", &E::target, "of an edit, a deletion, a reaction: the message"),
            field("emoji", &E::emoji, kEmoji, "of a reaction"),
            field("on", &E::on, "of a reaction: whether it was given or taken back"),
            field("whom", &E::whom, "of an invitation: who is a member now")};
    }
};

/// A room, and where its log stands.
struct Room {
    RoomId id;
    std::string name;
    RoomEpoch epoch;
    MessageSeq floor;  ///< the first seq that still exists is floor + 1
    MessageSeq head;   ///< the last seq; 0 while the room is empty
    RoomKind kind = RoomKind::open;
    bool archived = false;
    std::optional<std::vector<Person>> people{};  ///< the two of a direct room
    bool operator==(const Room&) const = default;
    static constexpr std::string_view kRecord = "room";
    static constexpr auto fields() {
        using R = Room;
        return std::tuple{field("id", &R::id, "the room"),
                          field("name", &R::name, kLabel, "its name; empty for a direct room"),
                          field("kind", &R::kind, "who finds it and who may join"),
                          field("archived", &R::archived, "it can only be read"),
                          field("people", &R::people, Bounds{1, 2}, "of a direct room: the two"),
                          field("epoch", &R::epoch, "changes when the log is no longer the one that was cached"),
                          field("floor", &R::floor, "the log begins after this seq"),
                          field("head", &R::head, "the log ends with this seq")};
    }
};

/// How far a client's copy of a room's log goes, without holes at its end (H3).
struct Cursor {
    RoomId room;
    RoomEpoch epoch;
    MessageSeq seq;
    ClientId cid;  ///< of the event at `seq`
    bool operator==(const Cursor&) const = default;
    static constexpr std::string_view kRecord = "cursor";
    static constexpr auto fields() {
        using C = Cursor;
        return std::tuple{
            field("room", &C::room, "the room"), field("epoch", &C::epoch, "the room epoch it was read in"),
            field("seq", &C::seq, "the last event held"), field("cid", &C::cid, "that event's client id")};
    }
};

/// A room's head, in a heartbeat answer (H7).
struct RoomHead {
    RoomId room;
    MessageSeq head;
    bool operator==(const RoomHead&) const = default;
    static constexpr std::string_view kRecord = "room_head";
    static constexpr auto fields() {
        return std::tuple{field("room", &RoomHead::room, "the room"), field("head", &RoomHead::head, "its last seq")};
    }
};

/// How far an account has read in a room, and what waits there (H6).
struct ReadMarker {
    RoomId room;
    MessageSeq read;
    MessageSeq as_of;
    std::int64_t unread = 0;
    std::int64_t mentions = 0;
    bool operator==(const ReadMarker&) const = default;
    static constexpr std::string_view kRecord = "read_marker";
    static constexpr auto fields() {
        using R = ReadMarker;
        return std::tuple{field("room", &R::room, "the room"), field("read", &R::read, "the last seq that was read"),
                          field("as_of", &R::as_of, "the log's head when it was counted"),
                          field("unread", &R::unread, kAnyCount, "messages of others after `read`, deleted ones not"),
                          field("mentions", &R::mentions, kAnyCount, "those of them that mention this account")};
    }
};

/// What an account says of itself; never touches the count.
struct Status {
    AccountId account;
    Availability availability = Availability::available;
    std::string text;
    std::optional<WallTime> until{};
    bool operator==(const Status&) const = default;
    /// Nothing to show: as if it had never been set.
    [[nodiscard]] bool plain() const { return availability == Availability::available && text.empty(); }
    static constexpr std::string_view kRecord = "status";
    static constexpr auto fields() {
        using S = Status;
        return std::tuple{field("account", &S::account, "whose"),
                          field("availability", &S::availability, "what to expect of this person"),
                          field("text", &S::text, Bounds{0, kStatusBytesMax}, "a line of their own"),
                          field("until", &S::until, "milliseconds since 1970, a label: not to be shown from then on")};
    }
};

/// Where a post of this account was stored (M7).
struct StoredPost {
    ClientId cid;
    RoomId room;
    MessageSeq seq;
    WallTime at;
    bool operator==(const StoredPost&) const = default;
    static constexpr std::string_view kRecord = "stored_post";
    static constexpr auto fields() {
        using S = StoredPost;
        return std::tuple{field("cid", &S::cid, "of the post"), field("room", &S::room, "the room"),
                          field("seq", &S::seq, "its place in the log"),
                          field("at", &S::at, "server's wall clock, milliseconds since 1970")};
    }
};

/// Who holds what was asked for, in words for a person (S6, S7).
struct Holder {
    std::string account_name;
    std::string workstation;
    std::int64_t since_ms = 0;
    std::int64_t idle_ms = 0;
    bool operator==(const Holder&) const = default;
    static constexpr std::string_view kRecord = "holder";
    static constexpr auto fields() {
        using H = Holder;
        return std::tuple{field("account_name", &H::account_name, kLabel, "display name"),
                          field("workstation", &H::workstation, kLabel, "the computer's label"),
                          field("since_ms", &H::since_ms, kAnyCount, "how long it has been connected"),
                          field("idle_ms", &H::idle_ms, kAnyCount, "how long since it last posted or read")};
    }
};

}  // namespace workspace::core::wire
