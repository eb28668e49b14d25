#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace workspace::desktop {

/// How the window was left: desktop.ini in the configuration folder. Worth nothing to anyone, so a file that cannot be
/// read or written is left at that.
struct Preferences {
    std::string colours = "system";  ///< "system", "light" or "dark"
    int width = 1080;
    int height = 720;
    bool maximized = false;
    bool people_pane = true;
    std::int64_t room = 0;  ///< the room that was open; 0: none
    bool operator==(const Preferences&) const = default;
};

[[nodiscard]] Preferences load_preferences(const std::filesystem::path& file);
void save_preferences(const Preferences& preferences, const std::filesystem::path& file);

}  // namespace workspace::desktop
