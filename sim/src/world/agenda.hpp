#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "workspace/core/base/time.hpp"

namespace workspace::sim {

/// What is to happen, by virtual time, and among equals in the order in which it was entered.
class Agenda {
public:
    using Work = std::function<void()>;

    void at(core::MonotonicTime time, Work work) {
        entries_.push_back({time, ++last_, std::move(work)});
        std::push_heap(entries_.begin(), entries_.end(), later);
    }
    /// The earliest; never when there is nothing.
    [[nodiscard]] core::MonotonicTime next() const {
        return entries_.empty() ? core::MonotonicTime::never() : entries_.front().time;
    }
    /// The earliest; there must be one.
    [[nodiscard]] Work take() {
        std::pop_heap(entries_.begin(), entries_.end(), later);
        Work work = std::move(entries_.back().work);
        entries_.pop_back();
        return work;
    }
    [[nodiscard]] std::size_t size() const { return entries_.size(); }

private:
    struct Entry {
        core::MonotonicTime time;
        std::uint64_t order = 0;
        Work work;
    };
    static bool later(const Entry& a, const Entry& b) {
        return std::pair{a.time, a.order} > std::pair{b.time, b.order};
    }
    std::vector<Entry> entries_;
    std::uint64_t last_ = 0;
};

}  // namespace workspace::sim
