#include "workspace/core/dedup/append_rule.hpp"

#include <algorithm>
#include <utility>

#include "workspace/core/base/zoo.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::core {

namespace {

using Verdict = std::optional<Refusal>;  // none: it may be posted

/// The message that a change is about; none where there is nothing to change.
const wire::Event* message_of(const AppendFacts& facts) {
    const bool there = facts.target && facts.target->kind == wire::EventKind::message && !facts.target->deleted;
    return there ? &*facts.target : nullptr;
}

Verdict judge_own(const AppendFacts& facts, AccountId author) {
    const wire::Event* message = message_of(facts);
    if (message == nullptr) {
        return Refusal::no_such_message;
    }
    return message->author == author ? Verdict{} : Refusal::not_allowed;
}

Verdict judge(const wire::Post& post, const AppendFacts& facts, AccountId /*author*/) {
    return post.reply_to && facts.room->head < *post.reply_to ? Verdict{Refusal::no_such_message} : Verdict{};
}
Verdict judge(const wire::Edit& /*edit*/, const AppendFacts& facts, AccountId author) {
    return judge_own(facts, author);
}
Verdict judge(const wire::Delete& /*deletion*/, const AppendFacts& facts, AccountId author) {
    return judge_own(facts, author);
}
Verdict judge(const wire::React& react, const AppendFacts& facts, AccountId author) {
    const wire::Event* message = message_of(facts);
    if (message == nullptr) {
        return Refusal::no_such_message;
    }
    const std::vector<wire::Reaction> none;
    const auto& reactions = message->reactions ? *message->reactions : none;
    const auto same = std::find_if(reactions.begin(), reactions.end(),
                                   [&](const wire::Reaction& known) { return known.emoji == react.emoji; });
    const bool given = same != reactions.end() && std::binary_search(same->by.begin(), same->by.end(), author);
    if (given == react.on) {
        return Refusal::no_change;
    }
    const bool full =
        react.on && (same == reactions.end() ? reactions.size() >= kReactionKindsMax : same->by.size() >= kMembersMax);
    return full ? Verdict{Refusal::too_many} : Verdict{};
}
Verdict judge(const wire::Join& /*join*/, const AppendFacts& facts, AccountId /*author*/) {
    if (facts.room->author_is_member) {
        return Refusal::no_change;
    }
    return facts.room->members >= kMembersMax ? Verdict{Refusal::too_many} : Verdict{};
}
Verdict judge(const wire::Leave& /*leave*/, const AppendFacts& facts, AccountId /*author*/) {
    return facts.room->kind == wire::RoomKind::direct ? Verdict{Refusal::not_allowed} : Verdict{};
}
Verdict judge(const wire::Invite& /*invite*/, const AppendFacts& facts, AccountId /*author*/) {
    if (facts.room->kind == wire::RoomKind::direct || facts.author_is_guest) {
        return Refusal::not_allowed;
    }
    if (!facts.all_known) {
        return Refusal::no_such_account;
    }
    if (facts.whom_is_member) {
        return Refusal::no_change;
    }
    return facts.room->members >= kMembersMax ? Verdict{Refusal::too_many} : Verdict{};
}
Verdict judge(const wire::Archive& /*archive*/, const AppendFacts& facts, AccountId author) {
    return facts.room->creator == author && facts.room->kind != wire::RoomKind::direct ? Verdict{}
                                                                                       : Refusal::not_allowed;
}

AppendDecision decide_new_room(const AppendFacts& facts) {
    if (facts.author_is_guest) {
        return Refusal::not_allowed;
    }
    if (!facts.all_known) {
        return Refusal::no_such_account;
    }
    if (facts.direct) {
        return AppendDuplicate{facts.direct->room, facts.direct->seq, facts.direct->at};
    }
    return facts.name_taken ? AppendDecision{Refusal::name_taken} : AppendDecision{AppendNew{}};
}

/// M5: a room that one may not see looks like one that is not there.
bool may_see(const AppendFacts& facts, const wire::AnyPost& post) {
    if (!facts.room) {
        return false;
    }
    const bool joins =
        std::holds_alternative<wire::Join>(post) && facts.room->kind == wire::RoomKind::open && !facts.author_is_guest;
    return facts.room->author_is_member || joins;
}

}  // namespace

std::string fingerprint_text(const wire::AnyPost& post) {
    if (const auto* message = std::get_if<wire::Post>(&post); message != nullptr && !message->reply_to) {
        return message->body;
    }
    wire::AnyPost bare = post;
    wire::set_cid(bare, ClientId{});
    wire::set_prev(bare, std::nullopt);
    // No text begins like this: it is not UTF-8.
    return "\xff" + std::visit([](auto& known) { return wire::encode(wire::ClientMessage{std::move(known)}); }, bare);
}

AppendDecision decide_append(const AppendFacts& facts, const wire::AnyPost& post, AccountId author,
                             const PostFingerprint& fingerprint) {
    if (!facts.author_live && !zoo::has(zoo::Bug::fence_is_open)) {
        return Refusal::not_live;
    }
    const bool new_room = std::holds_alternative<wire::CreateRoom>(post);
    if (facts.earlier && !zoo::has(zoo::Bug::resend_is_stored_twice)) {
        const bool same =
            (new_room || facts.earlier->room == wire::room_of(post)) && facts.earlier->fingerprint == fingerprint;
        if (!same) {
            return Refusal::conflict;
        }
        return AppendDuplicate{facts.earlier->room, facts.earlier->seq, facts.earlier->at};
    }
    if (new_room) {
        return decide_new_room(facts);
    }
    if (!may_see(facts, post)) {
        return Refusal::not_a_member;
    }
    if (!facts.predecessor_stored && !zoo::has(zoo::Bug::order_is_not_kept)) {
        return Refusal::held;
    }
    if (facts.room->archived && !zoo::has(zoo::Bug::archived_room_takes_posts) &&
        !std::holds_alternative<wire::Leave>(post)) {
        return Refusal::archived;
    }
    const Verdict refusal = std::visit(
        [&](const auto& known) {
            if constexpr (std::is_same_v<std::decay_t<decltype(known)>, wire::CreateRoom>) {
                return Verdict{};
            } else {
                return judge(known, facts, author);
            }
        },
        post);
    return refusal ? AppendDecision{*refusal} : AppendDecision{AppendNew{}};
}

}  // namespace workspace::core
