#include "forger.hpp"

namespace workspace::fuzz {

std::int64_t Forger::number(core::wire::Bounds bounds) {
    if (bounds.max < bounds.min) {
        bounds = core::wire::kAnyCount;
    }
    const std::size_t drawn = choices_.below(64);
    switch (drawn) {
        case 63: return bounds.max;
        case 62: return bounds.max - 1;
        case 61: return bounds.min;
        case 60: return bounds.max + 1;
        case 59: return bounds.min - 1;
        case 58: return choices_.wide();
        case 57: return static_cast<std::int64_t>(choices_.below(65'536));
        default: return bounds.min + static_cast<std::int64_t>(drawn);
    }
}

std::string Forger::text(core::wire::Bounds bounds) {
    switch (choices_.below(16)) {
        case 15: return std::string(static_cast<std::size_t>(std::clamp<std::int64_t>(bounds.max, 0, 20'000)), 'x');
        case 14: return std::string(static_cast<std::size_t>(std::clamp<std::int64_t>(bounds.max, 0, 20'000)) + 1, 'y');
        case 13: return {};
        case 12:
        case 11: return std::string(choices_.line());
        default: break;
    }
    std::vector<std::string> fitting = pools_.of<std::string>();
    std::erase_if(fitting, [&](const std::string& known) {
        const auto size = static_cast<std::int64_t>(known.size());
        return bounds.min <= bounds.max && (size < bounds.min || size > bounds.max);
    });
    return fitting.empty() ? "x" : fitting[fitting.size() - 1 - choices_.below(fitting.size())];
}

}  // namespace workspace::fuzz
