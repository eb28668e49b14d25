#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "workspace/core/base/time.hpp"

namespace workspace::sim {

/// The largest first.
inline constexpr std::array<std::pair<std::string_view, core::Duration>, 6> kUnits{{
    {"d", std::chrono::hours{24}},
    {"h", std::chrono::hours{1}},
    {"min", std::chrono::minutes{1}},
    {"s", std::chrono::seconds{1}},
    {"ms", std::chrono::milliseconds{1}},
    {"us", std::chrono::microseconds{1}},
}};

/// `90 s`, in the largest unit in which it is a whole number.
[[nodiscard]] std::string time_text(core::Duration time);

}  // namespace workspace::sim
