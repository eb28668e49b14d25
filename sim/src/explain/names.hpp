#pragma once

#include <map>
#include <string>
#include <utility>

#include "workspace/core/base/ids.hpp"

namespace workspace::sim {

/// What people call accounts and rooms, as far as it was told.
class Names {
public:
    void learn(core::AccountId account, std::string name) { accounts_[account] = std::move(name); }
    void learn(core::RoomId room, std::string name) { rooms_[room] = std::move(name); }

    /// `alice`, or `account 3`.
    [[nodiscard]] std::string of(core::AccountId account) const { return found(accounts_, account, "account "); }
    /// `general`, or `room 3`: those of two people have no name.
    [[nodiscard]] std::string of(core::RoomId room) const { return found(rooms_, room, "room "); }

private:
    template <class Id>
    [[nodiscard]] static std::string found(const std::map<Id, std::string>& names, Id id, const char* what) {
        const auto name = names.find(id);
        return name == names.end() || name->second.empty() ? what + std::to_string(id.value) : name->second;
    }

    std::map<core::AccountId, std::string> accounts_;
    std::map<core::RoomId, std::string> rooms_;
};

}  // namespace workspace::sim
