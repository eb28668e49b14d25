#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>

#include "support/property.hpp"
#include "workspace/core/dedup/append_rule.hpp"

namespace workspace::core {
namespace {

constexpr RoomId kRoom{1};
constexpr AccountId kAuthor{1};

/// What a client wants to say: the index is its order, and stands for the client id.
struct Saying {
    int index = 0;
    std::string body;
};

/// Stands in for a keyed hash: short texts are their own.
PostFingerprint fingerprint_of(const wire::AnyPost& post) {
    PostFingerprint result{};
    const std::string text = fingerprint_text(post);
    std::copy_n(text.begin(), std::min(text.size(), result.size()), result.begin());
    return result;
}

/// A log that does what the rule decides, and nothing else.
class NaiveStore {
public:
    AppendDecision post(const Saying& saying, bool live, bool member) {
        const wire::AnyPost post = wire::Post{kRoom, {}, std::nullopt, saying.body};
        AppendFacts facts;
        facts.author_live = live;
        facts.room = RoomFacts{};
        facts.room->author_is_member = member;
        facts.predecessor_stored = saying.index == 0 || find(saying.index - 1) != nullptr;
        if (const Entry* earlier = find(saying.index)) {
            const wire::AnyPost first = wire::Post{kRoom, {}, std::nullopt, earlier->saying.body};
            facts.earlier = EarlierPost{kRoom, earlier->seq, earlier->at, fingerprint_of(first)};
        }
        const AppendDecision decision = decide_append(facts, post, kAuthor, fingerprint_of(post));
        if (std::holds_alternative<AppendNew>(decision)) {
            const auto seq = std::ssize(log_) + 1;
            log_.push_back({saying, MessageSeq{seq}, WallTime{seq * 10}});
        }
        return decision;
    }

    struct Entry {
        Saying saying;
        MessageSeq seq;
        WallTime at;
    };
    [[nodiscard]] const Entry* find(int index) const {
        const auto it = std::find_if(log_.begin(), log_.end(), [&](const Entry& e) { return e.saying.index == index; });
        return it == log_.end() ? nullptr : &*it;
    }
    [[nodiscard]] const std::vector<Entry>& log() const { return log_; }

private:
    std::vector<Entry> log_;
};

std::string body_of(int index, bool other) {
    return (other ? "other " : "text ") + std::to_string(index);
}

/// One client's sayings arrive in any order, again and again, at times when it is fenced off or not a member.
PROPERTY(AppendProperty, M3_M6_EachIsStoredOnceAndInTheOrderOfPosting, 500) {
    NaiveStore store;
    const int steps = *rc::gen::inRange(0, 60);
    for (int i = 0; i < steps; ++i) {
        const int index = *rc::gen::inRange(0, 8);
        const bool other_body = *rc::gen::inRange(0, 8) == 0;
        const bool live = *rc::gen::inRange(0, 6) != 0;
        const bool member = *rc::gen::inRange(0, 6) != 0;
        const auto* const earlier = store.find(index);
        const bool repeated = earlier != nullptr;
        const auto before = earlier != nullptr ? *earlier : NaiveStore::Entry{};
        const std::size_t size = store.log().size();
        const AppendDecision decision = store.post({index, body_of(index, other_body)}, live, member);

        RC_ASSERT(store.log().size() <= size + 1);
        if (!live) {
            RC_ASSERT(std::get<Refusal>(decision) == Refusal::not_live);
        } else if (repeated && before.saying.body == body_of(index, other_body)) {
            RC_ASSERT(std::get<AppendDuplicate>(decision).seq == before.seq);
            RC_ASSERT(std::get<AppendDuplicate>(decision).at == before.at);
        } else if (repeated) {
            RC_ASSERT(std::get<Refusal>(decision) == Refusal::conflict);
        } else if (!member) {
            RC_ASSERT(std::get<Refusal>(decision) == Refusal::not_a_member);
        } else if (index > 0 && store.find(index - 1) == nullptr) {
            RC_ASSERT(std::get<Refusal>(decision) == Refusal::held);
        } else {
            RC_ASSERT(std::holds_alternative<AppendNew>(decision));
        }
    }
    // M6 and M3 in one: what is stored is 0, 1, 2, … without a repeat or a gap.
    for (std::size_t i = 0; i < store.log().size(); ++i) {
        RC_ASSERT(store.log()[i].saying.index == static_cast<int>(i));
    }
}

PROPERTY(AppendProperty, M3_AClientThatTriesLongEnoughGetsAllOfItStored, 200) {
    NaiveStore store;
    constexpr int kSayings = 6;
    int rounds = 0;
    while (std::ssize(store.log()) < kSayings) {
        for (int index = 0; index < kSayings; ++index) {
            const bool lost = *rc::gen::inRange(0, 3) == 0 && rounds < 20;
            if (!lost) {
                store.post({index, body_of(index, false)}, true, true);
            }
        }
        ++rounds;
        RC_ASSERT(rounds <= 21);
    }
}

}  // namespace
}  // namespace workspace::core
