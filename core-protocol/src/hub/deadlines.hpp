#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "workspace/core/base/time.hpp"

namespace workspace::core::hub {

enum class DeadlineKind : std::uint8_t {
    claim,     ///< of a connection: no lease yet
    silence,   ///< of a bound connection; re-armed only when it fires (S9)
    probe,     ///< of a claim (S6)
    lease,     ///< of an account: end it after its grace, or ask the store again
    presence,  ///< what was gathered goes out (P6)
};

struct DeadlineKey {
    DeadlineKind kind{};
    std::uint64_t id = 0;
    auto operator<=>(const DeadlineKey&) const = default;
};

/// What is due when, in served time; one time a key. Ties go by key, so that runs repeat.
class Deadlines {
public:
    void set(DeadlineKey key, MonotonicTime due) {
        clear(key);
        times_.emplace(key, due);
        queue_.emplace(due, key);
    }
    void clear(DeadlineKey key) {
        if (const auto found = times_.find(key); found != times_.end()) {
            queue_.erase({found->second, key});
            times_.erase(found);
        }
    }
    [[nodiscard]] bool has(DeadlineKey key) const { return times_.contains(key); }
    [[nodiscard]] std::optional<MonotonicTime> earliest() const {
        return queue_.empty() ? std::nullopt : std::optional{queue_.begin()->first};
    }
    /// Takes out the earliest one that is due.
    [[nodiscard]] std::optional<DeadlineKey> take_due(MonotonicTime now) {
        if (queue_.empty() || now < queue_.begin()->first) {
            return std::nullopt;
        }
        const DeadlineKey key = queue_.begin()->second;
        clear(key);
        return key;
    }
    [[nodiscard]] const std::map<DeadlineKey, MonotonicTime>& times() const { return times_; }

private:
    std::map<DeadlineKey, MonotonicTime> times_;
    std::set<std::pair<MonotonicTime, DeadlineKey>> queue_;
};

}  // namespace workspace::core::hub
