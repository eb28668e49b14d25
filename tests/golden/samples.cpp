#include "samples.hpp"

#include <numeric>

namespace workspace::core::test {
namespace {

using namespace wire;

/// The bytes first, first + 1, first + 2, …
template <class Id>
Id counting_from(std::uint8_t first) {
    Id id;
    std::iota(id.value.begin(), id.value.end(), first);
    return id;
}

const ClientId kFirstCid = counting_from<ClientId>(0x10);
const ClientId kSecondCid = counting_from<ClientId>(0x20);
const RoomEpoch kRoomEpoch = counting_from<RoomEpoch>(0xE0);
const TakeoverNonce kNonce = counting_from<TakeoverNonce>(0x70);

PresenceStamp stamp() {
    return {counting_from<BootId>(0xB0), PresenceVersion{12}, 2, "286263caa599b38f"};
}
Room room() {
    return {RoomId{3}, "Atelier", kRoomEpoch, MessageSeq{0}, MessageSeq{2}};
}
Holder holder() {
    return {"Alice", "pc-atelier", 5'400'000, 61'000};
}

Event event(std::int64_t seq, const ClientId& cid, const std::string& body) {
    return {MessageSeq{seq}, cid, AccountId{1}, "Alice", WallTime{1'700'000'000'000 + seq}, MessageSeq{seq}, body};
}
std::vector<Event> two_events() {
    return {event(1, kFirstCid, "Bonjour"), event(2, kSecondCid, "ligne 1\nligne 2\t\"é\" \\ 😀")};
}

Event edit_of_the_first() {
    Event edit = event(2, kSecondCid, "");
    edit.kind = EventKind::edit;
    edit.target = MessageSeq{1};
    return edit;
}
Event reaction_to_the_first() {
    Event reaction = event(2, kSecondCid, "");
    reaction.kind = EventKind::reaction;
    reaction.target = MessageSeq{1};
    reaction.emoji = "👍";
    reaction.on = true;
    return reaction;
}
Event changed_first() {
    Event first = event(1, kFirstCid, "Bonsoir");
    first.changed = MessageSeq{2};
    first.edited = MessageSeq{2};
    first.reactions = {{{"👍", {AccountId{2}}}}};
    return first;
}
Room direct_room() {
    Room direct = room();
    direct.id = RoomId{8};
    direct.name.clear();
    direct.kind = RoomKind::direct;
    direct.people = {{{AccountId{1}, "Alice"}, {AccountId{2}, "Bob"}}};
    return direct;
}
Status status() {
    return {AccountId{2}, Availability::away, "de retour à 14 h", WallTime{1'700'000'600'000}};
}

}  // namespace

SigningVector signing_vector() {
    SigningVector vector;
    vector.challenge = counting_from<Challenge>(0xA0);
    vector.proof.key = *WorkstationKey::from_hex("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8");
    vector.proof.hint.value.fill(0x22);
    vector.proof.os_boot.value.fill(0x33);
    vector.proof.label = "pc-accueil";
    vector.proof.signature = *Signature::from_hex(
        "06f043c67ce73bb1f461797486a904cf36f593c56b64c5ae722900e83dcd6b6b"
        "bf74c4d69b1b6dcca3977f479e7db6100e34b2f31d306f3dc1477444cfc8b60e");
    return vector;
}

std::vector<ClientMessage> sample_client_messages() {
    const WorkstationProof proof = signing_vector().proof;
    const auto session = counting_from<SessionId>(0x50);
    const auto refresh = counting_from<RefreshToken>(0x90);
    return {
        Login{"alice", SecretText("correct horse"), proof, {}, {}},
        Login{"alice", SecretText("päss \"word\""), proof, kNonce, PresenceWish::people},
        Resume{session, refresh, proof, ClaimKind::automatic, {}, {}, {}},
        Resume{session, refresh, proof, ClaimKind::person, kNonce, PresenceWish::count, stamp()},
        Beat{},
        Alive{},
        Sync{{}, {}},
        Sync{{RoomId{3}, RoomId{4}}, {Cursor{RoomId{5}, kRoomEpoch, MessageSeq{40}, kFirstCid}}},
        Page{1, RoomId{3}, MessageSeq{41}, {}, {}, 50},
        Page{2, RoomId{3}, {}, MessageSeq{0}, {}, 200},
        Page{3, RoomId{3}, {}, {}, MessageSeq{20}, 1},
        Post{RoomId{3}, kFirstCid, {}, "Bonjour"},
        Post{RoomId{3}, kSecondCid, kFirstCid, "ligne 1\nligne 2\t\"é\" \\ 😀"},
        Post{RoomId{3}, kSecondCid, kFirstCid, "Oui", MessageSeq{1}},
        Edit{RoomId{3}, kSecondCid, kFirstCid, MessageSeq{1}, "Bonsoir"},
        Delete{RoomId{3}, kSecondCid, {}, MessageSeq{1}},
        React{RoomId{3}, kSecondCid, {}, MessageSeq{1}, "👍", true},
        CreateRoom{kFirstCid, RoomKind::closed, "Budget 2027", {"bob"}},
        CreateRoom{kFirstCid, RoomKind::direct, "", {"bob"}},
        Join{RoomId{4}, kFirstCid},
        Leave{RoomId{3}, kFirstCid, {}},
        Invite{RoomId{3}, kFirstCid, {}, "carol"},
        Archive{RoomId{3}, kFirstCid, {}},
        PostsGet{{kFirstCid, kSecondCid}},
        Read{RoomId{3}, kRoomEpoch, MessageSeq{2}},
        ReadsGet{{}},
        Typing{RoomId{3}},
        StatusSet{Availability::busy, "en réunion", WallTime{1'700'000'600'000}},
        StatusSet{Availability::available, "", {}},
        StatusesGet{},
        RoomsGet{},
        MembersGet{RoomId{3}},
        PresenceGet{},
        TokenGet{},
        Logout{},
        Bye{},
    };
}

std::vector<ServerMessage> sample_server_messages() {
    const std::vector<Person> people{{AccountId{1}, "Alice"}, {AccountId{2}, "Bob"}};
    return {
        Hello{kProtocolVersion, signing_vector().challenge, stamp().boot, "workspace-server 0.1.0"},
        Welcome{people[0],
                "alice",
                counting_from<SessionId>(0x50),
                counting_from<RefreshToken>(0x90),
                "ey.access",
                Epoch{7},
                false,
                stamp(),
                {room()}},
        Refused{Refusal::bad_credentials, std::string(words_of(Refusal::bad_credentials)), {}, {}, {}},
        Refused{Refusal::session_elsewhere, std::string(words_of(Refusal::session_elsewhere)), holder(), kNonce, {}},
        Refused{Refusal::try_again, std::string(words_of(Refusal::try_again)), {}, {}, 1500},
        BeatAnswer{stamp(), {}},
        BeatAnswer{stamp(), {{RoomId{3}, MessageSeq{2}}}},
        Probe{},
        Synced{room(), SyncResult::complete, MessageSeq{3}, MessageSeq{2}, {}},
        Synced{room(), SyncResult::reset, MessageSeq{1}, MessageSeq{2}, two_events()},
        Synced{room(), SyncResult::complete, MessageSeq{2}, MessageSeq{2}, {edit_of_the_first()}, {changed_first()}},
        Synced{room(), SyncResult::too_long, MessageSeq{2}, MessageSeq{2}, {two_events()[1]}},
        PageResult{1, RoomId{3}, kRoomEpoch, MessageSeq{0}, MessageSeq{2}, MessageSeq{1}, MessageSeq{2}, two_events()},
        Posted{RoomId{3}, kFirstCid, MessageSeq{1}, WallTime{1'700'000'000'001}, false},
        Posted{RoomId{3}, kFirstCid, MessageSeq{1}, WallTime{1'700'000'000'001}, true},
        PostRefused{RoomId{3}, kFirstCid, Refusal::held, std::string(words_of(Refusal::held))},
        EventMessage{RoomId{3}, two_events()[0]},
        PostRefused{{}, kFirstCid, Refusal::name_taken, std::string(words_of(Refusal::name_taken))},
        EventMessage{RoomId{3}, edit_of_the_first(), changed_first()},
        EventMessage{RoomId{3}, reaction_to_the_first(), {}},
        RoomAdded{direct_room()},
        RoomGone{RoomId{3}},
        RoomsFound{{room()}},
        Members{RoomId{3}, people},
        PostsKnown{{kFirstCid, kSecondCid}, {{kFirstCid, RoomId{3}, MessageSeq{1}, WallTime{1'700'000'000'001}}}},
        ReadMarkers{{{RoomId{3}, MessageSeq{1}, MessageSeq{2}, 1, 0}}},
        TypingNow{RoomId{3}, people[1]},
        StatusChange{status()},
        Statuses{{status()}},
        PresenceChange{stamp(), {people[1]}, {AccountId{9}}, {}},
        PresenceChange{stamp(), {people[1]}, {}, {{status()}}},
        PresenceChange{stamp(), {}, {}, {}},
        PresenceSet{stamp(), people},
        Token{"ey.access"},
        LoggedOut{},
        Closing{CloseCode::superseded, "this account is used elsewhere now", holder(), {}},
        Closing{CloseCode::going_away, "the server stops", {}, 4200},
        Error{Refusal::unknown_type, std::string(words_of(Refusal::unknown_type)), {}},
        Error{Refusal::bad_request, "page.limit must be 1 to 200, a whole number", 9},
    };
}

}  // namespace workspace::core::test
