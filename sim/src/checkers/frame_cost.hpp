#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "workspace/core/wire/messages.hpp"

namespace workspace::sim {

/// What the frame that is being told costs beside what people wrote, where it brings events.
class FrameCost {
public:
    void begin(std::string_view frame);
    void add(const core::wire::EventMessage& message);
    /// Bytes for each event, what it changed counting as one more; none where there is no event in it.
    [[nodiscard]] std::optional<std::int64_t> beside_what_is_in_it() const;

private:
    std::int64_t bytes_ = 0;
    std::int64_t content_ = 0;
    std::int64_t events_ = 0;
};

}  // namespace workspace::sim
