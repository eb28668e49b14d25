#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "workspace/core/hub/outputs.hpp"

namespace workspace::core::hub {

/// Who gets a broadcast. The shared audience is made when it is first needed after a change, so that a storm of
/// subscriptions copies nothing and a message costs the same for any number of addressees.
class Subscribers {
public:
    /// False if it was there already.
    bool add(ConnectionId connection) {
        const auto place = std::lower_bound(members_.begin(), members_.end(), connection);
        if (place != members_.end() && *place == connection) {
            return false;
        }
        members_.insert(place, connection);
        shared_.reset();
        return true;
    }
    void remove(ConnectionId connection) {
        const auto place = std::lower_bound(members_.begin(), members_.end(), connection);
        if (place != members_.end() && *place == connection) {
            members_.erase(place);
            shared_.reset();
        }
    }
    [[nodiscard]] bool contains(ConnectionId connection) const {
        return std::binary_search(members_.begin(), members_.end(), connection);
    }
    [[nodiscard]] bool empty() const { return members_.empty(); }
    [[nodiscard]] const std::vector<ConnectionId>& members() const { return members_; }
    [[nodiscard]] const Audience& audience() {
        if (!shared_) {
            shared_ = std::make_shared<const std::vector<ConnectionId>>(members_);
        }
        return shared_;
    }

private:
    std::vector<ConnectionId> members_;  // ascending: the order of connecting
    Audience shared_;
};

}  // namespace workspace::core::hub
