#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "explain/history.hpp"

namespace workspace::sim {

/// What each lane was, and from when to when.
class StateBands {
public:
    explicit StateBands(std::size_t bands_max) : bands_max_(bands_max) {}

    /// From `now` on it is this; empty: nothing.
    void set(History::Time now, std::size_t lane, History::Track track, const std::string& what) {
        History::Band& band = current_[{lane, track}];
        if (band.what == what) {
            return;
        }
        if (!band.what.empty()) {
            band.to = now;
            past_.push_back(band);
            if (past_.size() > bands_max_) {
                past_.pop_front();
            }
        }
        band = {lane, track, what, now, now};
    }

    /// As of `now`: what goes on ends with it.
    [[nodiscard]] std::vector<History::Band> bands(History::Time now) const {
        std::vector<History::Band> result(past_.begin(), past_.end());
        for (const auto& [place, band] : current_) {
            if (!band.what.empty()) {
                result.push_back(band);
                result.back().to = now;
            }
        }
        return result;
    }

private:
    std::size_t bands_max_;
    std::map<std::pair<std::size_t, History::Track>, History::Band> current_;
    std::deque<History::Band> past_;
};

}  // namespace workspace::sim
