#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace workspace::server {

/// How often values were how large: counts by upper bound, each value in the first bucket that holds it. Not thread-safe.
class Histogram {
public:
    /// `bounds` ascend; what is larger than the last is only in count and sum.
    explicit Histogram(std::vector<double> bounds) : bounds_(std::move(bounds)), counts_(bounds_.size()) {}

    void observe(double value) {
        const auto bucket = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
        if (static_cast<std::size_t>(bucket) < counts_.size()) {
            ++counts_[static_cast<std::size_t>(bucket)];
        }
        ++count_;
        sum_ += value;
    }
    [[nodiscard]] const std::vector<double>& bounds() const { return bounds_; }
    [[nodiscard]] const std::vector<std::uint64_t>& counts() const { return counts_; }
    [[nodiscard]] std::uint64_t count() const { return count_; }
    [[nodiscard]] double sum() const { return sum_; }

private:
    std::vector<double> bounds_;
    std::vector<std::uint64_t> counts_;
    std::uint64_t count_ = 0;
    double sum_ = 0;
};

}  // namespace workspace::server
