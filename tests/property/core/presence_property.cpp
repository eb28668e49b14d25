#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "support/property.hpp"
#include "workspace/core/presence/connected_set.hpp"

namespace workspace::core {
namespace {

AccountId draw_account() {
    return AccountId{*rc::gen::inRange<std::int64_t>(1, 12)};
}

/// The same members, put together anew in another order.
ConnectedSet rebuilt(const ConnectedSet& set) {
    std::vector<AccountId> members;
    for (const auto& [account, name] : set.members()) {
        members.push_back(account);
    }
    std::rotate(members.begin(), members.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, std::ssize(members) + 1),
                members.end());
    ConnectedSet again;
    for (const AccountId account : members) {
        again.insert(account, "other name");
    }
    return again;
}

PROPERTY(ConnectedSetProperty, P1_P3_CountAndHashAreThoseOfTheSetHoweverItCameAbout, 300) {
    ConnectedSet set;
    std::set<AccountId> model;
    const int steps = *rc::gen::inRange(0, 40);
    for (int i = 0; i < steps; ++i) {
        const AccountId account = draw_account();
        if (*rc::gen::arbitrary<bool>()) {
            RC_ASSERT(set.insert(account, "name") == model.insert(account).second);
        } else {
            RC_ASSERT(set.erase(account) == (model.erase(account) == 1));
        }
        RC_ASSERT(set.count() == std::ssize(model));
    }
    std::uint64_t sum = 0;
    for (const AccountId account : model) {
        sum += member_hash(account);
        RC_ASSERT(set.contains(account));
    }
    RC_ASSERT(set.hash() == sum);
    RC_ASSERT(set.hash() == rebuilt(set).hash());
}

PROPERTY(ConnectedSetProperty, P3_AChangeToTheSetChangesItsHash, 300) {
    ConnectedSet set;
    const int steps = *rc::gen::inRange(0, 10);
    for (int i = 0; i < steps; ++i) {
        set.insert(draw_account(), "name");
    }
    const std::uint64_t before = set.hash();
    const AccountId account = draw_account();
    if (!set.erase(account)) {
        set.insert(account, "name");
    }
    RC_ASSERT(set.hash() != before);
}

PROPERTY(ConnectedSetProperty, P3_HashTextIsTheNumberInSixteenDigits, 300) {
    const auto hash = *rc::gen::arbitrary<std::uint64_t>();
    const std::string text = hash_text(hash);
    RC_ASSERT(text.size() == 16U);
    RC_ASSERT(std::stoull(text, nullptr, 16) == hash);
}

}  // namespace
}  // namespace workspace::core
