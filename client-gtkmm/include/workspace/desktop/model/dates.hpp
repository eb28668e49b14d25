#pragma once

#include <cstdint>
#include <string>

#include "workspace/core/base/time.hpp"

/// Labels of time, in the person's language and time zone. They decide nothing (S11).
namespace workspace::desktop {

/// Days since 1970-01-01 in local time: what separates two days of a conversation.
[[nodiscard]] std::int64_t local_day(core::WallTime at);
/// "14:03".
[[nodiscard]] std::string clock_label(core::WallTime at);
/// "Today", "Yesterday", or "Monday 23 November 2026".
[[nodiscard]] std::string day_label(core::WallTime at, core::WallTime now);
/// "23 Nov".
[[nodiscard]] std::string short_day_label(core::WallTime at);
/// Day and time in full, for tooltips and for those who listen.
[[nodiscard]] std::string full_label(core::WallTime at);
[[nodiscard]] core::WallTime wall_now();

}  // namespace workspace::desktop
