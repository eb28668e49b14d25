#include "workspace/core/dedup/append_rule.hpp"

namespace workspace::core {

AppendDecision decide_append(const AppendFacts& facts, RoomId room, const BodyFingerprint& fingerprint) {
    if (!facts.author_live) {
        return Refusal::not_live;
    }
    if (!facts.member) {
        return Refusal::not_a_member;
    }
    if (facts.earlier) {
        const bool same = facts.earlier->room == room && facts.earlier->fingerprint == fingerprint;
        if (!same) {
            return Refusal::conflict;
        }
        return AppendDuplicate{facts.earlier->seq, facts.earlier->at};
    }
    if (!facts.predecessor_stored) {
        return Refusal::held;
    }
    return AppendNew{};
}

}  // namespace workspace::core
