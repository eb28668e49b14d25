#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "workspace/core/base/ids.hpp"

namespace workspace::core {

/// 64-bit hash of one member: splitmix64 of its account id (docs/protocol.md names it, so that any client can).
[[nodiscard]] std::uint64_t member_hash(AccountId account);

/// Sixteen lower-case hexadecimal digits.
[[nodiscard]] std::string hash_text(std::uint64_t hash);

/// The people who are connected. The count is the size of the set, never a number that is kept up (P1); the hash is
/// the wrapping sum of the members' hashes, so that a change costs the same in any population (P3).
class ConnectedSet {
public:
    /// True if the set changed.
    bool insert(AccountId account, std::string name);
    bool erase(AccountId account);
    void clear();

    [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(members_.size()); }
    [[nodiscard]] std::uint64_t hash() const { return hash_; }
    [[nodiscard]] bool contains(AccountId account) const { return members_.contains(account); }
    /// Ascending by id; display names.
    [[nodiscard]] const std::map<AccountId, std::string>& members() const { return members_; }

private:
    std::map<AccountId, std::string> members_;
    std::uint64_t hash_ = 0;
};

}  // namespace workspace::core
