#include "workspace/core/presence/connected_set.hpp"

#include <utility>

namespace workspace::core {

std::uint64_t member_hash(AccountId account) {
    // splitmix64 (Steele, Lea, Flood 2014): one step from the state `account`.
    std::uint64_t z = static_cast<std::uint64_t>(account.value) + 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
}

std::string hash_text(std::uint64_t hash) {
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = bytes.size(); i-- > 0; hash >>= 8U) {
        bytes[i] = static_cast<std::uint8_t>(hash);
    }
    return to_hex(bytes);
}

bool ConnectedSet::insert(AccountId account, std::string name) {
    const bool added = members_.emplace(account, std::move(name)).second;
    if (added) {
        hash_ += member_hash(account);
    }
    return added;
}

bool ConnectedSet::erase(AccountId account) {
    const bool removed = members_.erase(account) == 1;
    if (removed) {
        hash_ -= member_hash(account);
    }
    return removed;
}

void ConnectedSet::clear() {
    members_.clear();
    hash_ = 0;
}

}  // namespace workspace::core
