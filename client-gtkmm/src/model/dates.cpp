#include "workspace/desktop/model/dates.hpp"

#include <glibmm/datetime.h>
#include <chrono>
#include <ctime>

#include "workspace/desktop/model/translate.hpp"

namespace workspace::desktop {
namespace {

std::tm local(core::WallTime at) {
    const std::time_t seconds = at.ms / 1000;
    std::tm parts{};
    ::localtime_r(&seconds, &parts);
    return parts;
}

std::string formatted(core::WallTime at, const char* format) {
    const auto time = Glib::DateTime::create_now_local(static_cast<gint64>(at.ms / 1000));
    return time ? time.format(format).raw() : std::string("?");
}

std::string capitalized(const std::string& text) {
    const Glib::ustring words(text);
    return words.empty() ? text : std::string(words.substr(0, 1).uppercase() + words.substr(1));
}

}  // namespace

std::int64_t local_day(core::WallTime at) {
    const std::tm parts = local(at);
    const std::chrono::year_month_day day{std::chrono::year{parts.tm_year + 1900},
                                          std::chrono::month{static_cast<unsigned>(parts.tm_mon + 1)},
                                          std::chrono::day{static_cast<unsigned>(parts.tm_mday)}};
    return std::chrono::sys_days{day}.time_since_epoch().count();
}

std::string clock_label(core::WallTime at) {
    return formatted(at, "%H:%M");
}

std::string day_label(core::WallTime at, core::WallTime now) {
    const std::int64_t ago = local_day(now) - local_day(at);
    if (ago == 0) {
        return tr("Today");
    }
    if (ago == 1) {
        return tr("Yesterday");
    }
    // Translators: a day with its year, by the rules of strftime; %-e is the day of the month without a space.
    return capitalized(formatted(at, tr("%A %-e %B %Y")));
}

std::string short_day_label(core::WallTime at) {
    // Translators: a short day without its year, by the rules of strftime.
    return formatted(at, tr("%-e %b"));
}

std::string full_label(core::WallTime at) {
    // Translators: a day with its time, by the rules of strftime.
    return formatted(at, tr("%A %-e %B %Y, %H:%M"));  // stands inside a sentence
}

core::WallTime wall_now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

}  // namespace workspace::desktop
