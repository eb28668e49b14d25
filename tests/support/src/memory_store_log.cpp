#include <algorithm>
#include <cstddef>
#include <utility>
#include <variant>

#include "workspace/testing/memory_store.hpp"

namespace workspace::testing {

using namespace core;

namespace {

/// Stands in for the keyed hash of a real store.
PostFingerprint fingerprint_of(std::string_view text) {
    PostFingerprint result{};
    std::uint64_t state = 0xcbf29ce484222325ULL;
    for (std::size_t round = 0; round < result.size(); ++round) {
        for (const char c : text) {
            state = (state ^ static_cast<std::uint8_t>(c)) * 0x100000001b3ULL;
        }
        state = (state ^ round) * 0x100000001b3ULL;
        result.at(round) = static_cast<std::uint8_t>(state >> 32);
    }
    return result;
}

/// The target of a change, as it is after it (M8).
void fold(wire::Event& target, const wire::Event& change, const std::string& body) {
    target.changed = change.seq;
    if (change.kind == wire::EventKind::edit) {
        target.body = body;
        target.edited = change.seq;
    } else if (change.kind == wire::EventKind::deletion) {
        target.body.clear();
        target.deleted = change.seq;
        target.reactions.reset();
    } else {
        auto reactions = target.reactions.value_or(std::vector<wire::Reaction>{});
        auto place = std::lower_bound(reactions.begin(), reactions.end(), *change.emoji,
                                      [](const auto& known, const std::string& emoji) { return known.emoji < emoji; });
        if (place == reactions.end() || place->emoji != *change.emoji) {
            place = reactions.insert(place, {*change.emoji, {}});
        }
        std::erase(place->by, change.author);
        if (*change.on) {
            place->by.insert(std::lower_bound(place->by.begin(), place->by.end(), change.author), change.author);
        }
        std::erase_if(reactions, [](const wire::Reaction& reaction) { return reaction.by.empty(); });
        target.reactions = reactions.empty() ? std::nullopt : std::optional{std::move(reactions)};
    }
}

std::optional<MessageSeq> target_of(const wire::AnyPost& post) {
    return std::visit(
        [](const auto& known) -> std::optional<MessageSeq> {
            if constexpr (requires { known.target; }) {
                return known.target;
            } else {
                return std::nullopt;
            }
        },
        post);
}

// What each kind of post leaves in the log, beside the text of a message.
void describe(const wire::Post& post, wire::Event& event) {
    event.body = post.body;
    event.reply_to = post.reply_to;
}
void describe(const wire::Edit& edit, wire::Event& event) {
    event.kind = wire::EventKind::edit;
    event.target = edit.target;
}
void describe(const wire::Delete& deletion, wire::Event& event) {
    event.kind = wire::EventKind::deletion;
    event.target = deletion.target;
}
void describe(const wire::React& react, wire::Event& event) {
    event.kind = wire::EventKind::reaction;
    event.target = react.target;
    event.emoji = react.emoji;
    event.on = react.on;
}
void describe(const wire::CreateRoom& /*create*/, wire::Event& event) {
    event.kind = wire::EventKind::created;
}
void describe(const wire::Join& /*join*/, wire::Event& event) {
    event.kind = wire::EventKind::joined;
}
void describe(const wire::Leave& /*leave*/, wire::Event& event) {
    event.kind = wire::EventKind::left;
}
void describe(const wire::Invite& /*invite*/, wire::Event& event) {
    event.kind = wire::EventKind::invited;
}
void describe(const wire::Archive& /*archive*/, wire::Event& event) {
    event.kind = wire::EventKind::archived;
}

}  // namespace

StoreResult MemoryStore::run(const Append& append) {
    const PostFingerprint fingerprint = fingerprint_of(fingerprint_text(append.post));
    const AppendDecision decision = decide_append(facts_of(append), append.post, append.author, fingerprint);
    if (const auto* refusal = std::get_if<Refusal>(&decision)) {
        return AppendResult{*refusal};
    }
    if (const auto* duplicate = std::get_if<AppendDuplicate>(&decision)) {
        Appended first{true, duplicate->room, {}, {}, {}};
        first.event.seq = duplicate->seq;
        first.event.cid = wire::cid_of(append.post);
        first.event.at = duplicate->at;
        return AppendResult{std::move(first)};
    }
    return AppendResult{write(append, fingerprint)};
}

Appended MemoryStore::write(const Append& append, const PostFingerprint& fingerprint) {
    Appended result;
    const auto* create = std::get_if<wire::CreateRoom>(&append.post);
    result.room = create != nullptr ? make_room(*create, append.author, result.members) : wire::room_of(append.post);
    StoredLog& log = logs_.at(result.room);
    wire::Event& event = result.event;
    event.seq = {++log.room.head.value};
    event.cid = wire::cid_of(append.post);
    event.author = append.author;
    event.author_name = accounts_.at(append.author).name;
    event.at = append.at;
    event.changed = event.seq;
    std::visit([&](const auto& known) { describe(known, event); }, append.post);
    if (event.target) {
        wire::Event& target = log.events.at(static_cast<std::size_t>(event.target->value - 1));
        fold(target, event, std::string{wire::text_of(append.post)});
        result.touched = target;
    }
    if (event.kind == wire::EventKind::joined) {
        result.members.in = {append.author};
    } else if (event.kind == wire::EventKind::left) {
        result.members.out = {append.author};
    } else if (const auto* invite = std::get_if<wire::Invite>(&append.post)) {
        event.whom = person(find_login(invite->login).value_or(AccountId{}));
        result.members.in = {event.whom->id};
    }
    log.room.archived = log.room.archived || event.kind == wire::EventKind::archived;
    log.members.insert(result.members.in.begin(), result.members.in.end());
    for (const AccountId account : result.members.out) {
        log.members.erase(account);
    }
    log.events.push_back(event);
    posts_.insert_or_assign({append.author, event.cid}, PostPlace{result.room, event.seq, fingerprint});
    return result;
}

RoomId MemoryStore::make_room(const wire::CreateRoom& create, AccountId author, MembersChange& change) {
    const RoomId id = add_room(create.name, false);
    StoredLog& log = logs_.at(id);
    log.creator = author;
    log.room.kind = create.kind;
    std::set<AccountId> in{author};
    for (const std::string& login : create.invite) {
        in.insert(find_login(login).value_or(AccountId{}));
    }
    change.in.assign(in.begin(), in.end());
    if (create.kind == wire::RoomKind::direct) {
        auto& people = log.room.people.emplace();
        for (const AccountId account : in) {
            people.push_back(person(account));
        }
    }
    change.created = log.room;
    return id;
}

wire::Person MemoryStore::person(AccountId account) const {
    return {account, accounts_.at(account).name};
}

// ---- what the rule asks for ----------------------------------------------------------------------------------------

AppendFacts MemoryStore::facts_of(const Append& append) const {
    AppendFacts facts;
    facts.author_live = accounts_.contains(append.author) && stands(append.fence, append.author);
    facts.author_is_guest = facts.author_live && accounts_.at(append.author).guest;
    facts.earlier = earlier_post(append.author, wire::cid_of(append.post));
    if (const auto prev = wire::prev_of(append.post)) {
        const auto before = earlier_post(append.author, *prev);
        facts.predecessor_stored = before && before->room == wire::room_of(append.post);
    }
    if (const auto* create = std::get_if<wire::CreateRoom>(&append.post)) {
        add_facts(facts, *create, append.author);
        return facts;
    }
    const auto room = logs_.find(wire::room_of(append.post));
    if (room == logs_.end()) {
        return facts;
    }
    const StoredLog& log = room->second;
    facts.room = facts_of(log, append.author);
    const auto target = target_of(append.post);
    if (target && log.room.floor < *target && *target <= log.room.head) {
        facts.target = log.events.at(static_cast<std::size_t>(target->value - 1));
    }
    if (const auto* invite = std::get_if<wire::Invite>(&append.post)) {
        const auto whom = find_login(invite->login);
        facts.all_known = whom.has_value();
        facts.whom_is_member = whom && log.members.contains(*whom);
    }
    return facts;
}

RoomFacts MemoryStore::facts_of(const StoredLog& log, AccountId author) const {
    return {log.room.kind, log.room.archived,  log.creator,
            log.room.head, log.members.size(), log.members.contains(author)};
}

void MemoryStore::add_facts(AppendFacts& facts, const wire::CreateRoom& create, AccountId author) const {
    std::set<AccountId> members{author};
    for (const std::string& login : create.invite) {
        const auto account = find_login(login);
        facts.all_known = facts.all_known && account.has_value();
        members.insert(account.value_or(author));
    }
    const bool direct = create.kind == wire::RoomKind::direct;
    facts.all_known = facts.all_known && (!direct || members.size() == 2);
    for (const auto& [room, log] : logs_) {
        if (direct && log.room.kind == wire::RoomKind::direct && log.members == members) {
            facts.direct = EarlierPost{room, log.events.front().seq, log.events.front().at, {}};
        }
        facts.name_taken = facts.name_taken || (create.kind == wire::RoomKind::open &&
                                                log.room.kind == wire::RoomKind::open && log.room.name == create.name);
    }
}

std::optional<EarlierPost> MemoryStore::earlier_post(AccountId author, const ClientId& cid) const {
    const auto found = posts_.find({author, cid});
    if (found == posts_.end()) {
        return std::nullopt;
    }
    const auto& [room, seq, fingerprint] = found->second;
    return EarlierPost{room, seq, logs_.at(room).events.at(static_cast<std::size_t>(seq.value - 1)).at, fingerprint};
}

bool MemoryStore::stands(const Fence& fence, AccountId author) const {
    if (const auto* lease = std::get_if<LeaseFence>(&fence)) {
        const auto found = leases_.find(author);
        return found != leases_.end() && found->second.epoch == lease->epoch && found->second.state == LeaseState::live;
    }
    if (const auto* rest = std::get_if<RestFence>(&fence)) {
        const auto found = rest_sessions_.find(rest->session);
        return found != rest_sessions_.end() && found->second == author;
    }
    const auto found = api_tokens_.find(std::get<ApiTokenFence>(fence).token);
    return found != api_tokens_.end() && found->second == author;
}

}  // namespace workspace::testing
