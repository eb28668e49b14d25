#include "workspace/desktop/model/preferences.hpp"

#include <glibmm/error.h>
#include <glibmm/keyfile.h>
#include <algorithm>
#include <stdexcept>

#include "workspace/host/private_files.hpp"

namespace workspace::desktop {
namespace {

constexpr const char* kGroup = "window";
constexpr int kSideMin = 320;
constexpr int kSideMax = 8000;
constexpr std::size_t kFileBytesMax = 16 * 1024;

template <class Read>
void read_into(auto& value, Read read) {
    try {
        value = read();
    } catch (const Glib::Error&) {
        return;  // missing or not of this kind: the default stays
    }
}

}  // namespace

Preferences load_preferences(const std::filesystem::path& file) {
    Preferences found;
    const auto keys = Glib::KeyFile::create();
    try {
        const auto text = host::read_file(file, kFileBytesMax);
        if (!text || !keys->load_from_data(*text)) {
            return found;
        }
    } catch (const Glib::Error&) {
        return found;
    } catch (const std::runtime_error&) {
        return found;
    }
    read_into(found.colours, [&] { return keys->get_string(kGroup, "colours").raw(); });
    read_into(found.width, [&] { return std::clamp(keys->get_integer(kGroup, "width"), kSideMin, kSideMax); });
    read_into(found.height, [&] { return std::clamp(keys->get_integer(kGroup, "height"), kSideMin, kSideMax); });
    read_into(found.maximized, [&] { return keys->get_boolean(kGroup, "maximized"); });
    read_into(found.people_pane, [&] { return keys->get_boolean(kGroup, "people-pane"); });
    read_into(found.room, [&] { return keys->get_int64(kGroup, "room"); });
    return found;
}

void save_preferences(const Preferences& preferences, const std::filesystem::path& file) {
    const auto keys = Glib::KeyFile::create();
    keys->set_string(kGroup, "colours", preferences.colours);
    keys->set_integer(kGroup, "width", preferences.width);
    keys->set_integer(kGroup, "height", preferences.height);
    keys->set_boolean(kGroup, "maximized", preferences.maximized);
    keys->set_boolean(kGroup, "people-pane", preferences.people_pane);
    keys->set_int64(kGroup, "room", preferences.room);
    try {
        host::make_private_folder(file.parent_path());
        host::write_private_file(file, keys->to_data().raw());
    } catch (const std::runtime_error&) {
        return;  // a full disk or a read-only home: the window still works
    }
}

}  // namespace workspace::desktop
