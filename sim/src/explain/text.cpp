#include "explain/text.hpp"

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <vector>

#include "explain/printable.hpp"

namespace workspace::sim {

namespace {

constexpr std::size_t kLaneCharactersMax = 18;
constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[33m";
constexpr std::string_view kFaint = "\x1b[2m";
constexpr std::string_view kPlain = "\x1b[0m";

std::string seconds_text(History::Time time) {
    char text[32];
    std::snprintf(text, sizeof text, "%12.6f", std::chrono::duration<double>(time).count());
    return text;
}

std::string milliseconds_text(History::Time time) {
    char text[32];
    std::snprintf(text, sizeof text, "+%.1f ms", std::chrono::duration<double, std::milli>(time).count());
    return text;
}

std::size_t characters_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(std::string_view text, std::size_t width) {
    const std::size_t has = characters_of(text);
    return std::string{text} + std::string(width > has ? width - has : 0, ' ');
}

std::string lane_of(const History& history, std::size_t lane) {
    return lane < history.lanes.size() ? shortened(printable(history.lanes[lane].name), kLaneCharactersMax) : "*";
}

std::size_t width_of_lanes(const History& history) {
    std::size_t width = 1;
    for (std::size_t lane = 0; lane < history.lanes.size(); ++lane) {
        width = std::max(width, characters_of(lane_of(history, lane)));
    }
    return width;
}

std::string sign_of(History::Kind kind) {
    switch (kind) {
        case History::Kind::fault: return "!";
        case History::Kind::broken: return "✗";
        case History::Kind::wish: return "?";
        case History::Kind::store: return "≡";
        case History::Kind::line: return "▸";
        default: return "·";
    }
}

/// What stands between the lane and the text: where it went, and whether it came there.
std::string course_of(const History& history, const History::Entry& entry, std::size_t width) {
    if (!entry.arrow) {
        return padded(sign_of(entry.kind), width + 3);
    }
    const std::string arrow = entry.arrow->fate == History::Fate::lost      ? "─✗ "
                              : entry.arrow->fate == History::Fate::arrived ? "─▶ "
                                                                            : "┄▷ ";
    return arrow + padded(lane_of(history, entry.arrow->to), width);
}

std::string_view colour_of(const History::Entry& entry) {
    if (entry.kind == History::Kind::broken) {
        return kRed;
    }
    const bool lost = entry.arrow && entry.arrow->fate == History::Fate::lost;
    if (entry.kind == History::Kind::fault || lost) {
        return kYellow;
    }
    return entry.minor ? kFaint : std::string_view{};
}

std::string line_of(const History& history, const History::Entry& entry, std::size_t width, bool colours) {
    const std::string_view colour = colours ? colour_of(entry) : std::string_view{};
    std::string line{colour};
    line += seconds_text(entry.at) + "  " + padded(lane_of(history, entry.lane), width) + " " +
            course_of(history, entry, width) + "  " + printable(entry.text);
    if (entry.arrow && entry.arrow->fate == History::Fate::arrived) {
        line += "  " + milliseconds_text(entry.arrow->until - entry.at);
    } else if (entry.arrow && entry.arrow->fate == History::Fate::lost) {
        line += "  (lost)";
    } else if (entry.arrow) {
        line += "  (under way)";
    }
    line += colour.empty() ? std::string_view{} : kPlain;
    return line + "\n";
}

std::string head_of(const Heading& heading) {
    return printable(heading.title) + "\nseed " + std::to_string(heading.seed) +
           "; again: " + printable(heading.replay) + "\n\n";
}

/// The lines around the one that failed.
std::string scenario_of(const Heading& heading) {
    constexpr std::size_t kAround = 3;
    std::string result;
    std::string_view rest = heading.scenario;
    for (std::size_t number = 1; heading.failing_line != 0 && !rest.empty(); ++number) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        if (number + kAround >= heading.failing_line && number <= heading.failing_line + kAround) {
            const std::string mark = number == heading.failing_line ? "> " : "  ";
            result += mark + padded(std::to_string(number), 4) + printable(rest.substr(0, end)) + "\n";
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return result.empty() ? result : result + "\n";
}

/// Up to the first failure and what came at the same time, or to the end.
std::vector<const History::Entry*> chosen(const History& history, const TextOptions& options) {
    const auto& all = history.entries;
    const auto failure =
        std::find_if(all.begin(), all.end(), [](const auto& e) { return e.kind == History::Kind::broken; });
    const auto end = failure == all.end()
                         ? all.end()
                         : std::find_if(failure, all.end(), [&](const auto& e) { return e.at > failure->at; });
    std::vector<const History::Entry*> result;
    for (auto entry = all.begin(); entry != end; ++entry) {
        if (options.minor || !entry->minor) {
            result.push_back(&*entry);
        }
    }
    if (result.size() > options.entries) {
        result.erase(result.begin(), result.end() - static_cast<std::ptrdiff_t>(options.entries));
    }
    return result;
}

}  // namespace

std::string text_of(const History& history, const Heading& heading, const TextOptions& options) {
    std::string result = head_of(heading) + scenario_of(heading);
    const auto entries = chosen(history, options);
    const std::size_t width = width_of_lanes(history);
    for (const History::Entry* entry : entries) {
        result += line_of(history, *entry, width, options.colours);
    }
    return result;
}

}  // namespace workspace::sim
