#include "workspace/desktop/model/translate.hpp"

#include <libintl.h>
#include <filesystem>
#include <system_error>

namespace workspace::desktop {

const char* tr(const char* text) {
    return ::dgettext(kTextDomain, text);
}

const char* trn(const char* one, const char* many, std::int64_t number) {
    return ::dngettext(kTextDomain, one, many, static_cast<unsigned long>(number));
}

void load_translations(const std::string& locale_dir) {
    std::string folder = locale_dir;
    if (folder.empty()) {
        std::error_code error;
        const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
        folder = (program.parent_path().parent_path() / "share" / "locale").string();
    }
    ::bindtextdomain(kTextDomain, folder.c_str());
    ::bind_textdomain_codeset(kTextDomain, "UTF-8");
}

}  // namespace workspace::desktop
