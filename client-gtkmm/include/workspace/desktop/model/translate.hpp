#pragma once

#include <cstdint>
#include <string>

/// gettext for this program's own domain, so that it works in a test or a library whatever `textdomain()` says.
/// xgettext knows the names `tr` and `trn` (docs/desktop.md has the call).
namespace workspace::desktop {

inline constexpr const char* kTextDomain = "workspace-desktop";

/// The translation of `text`, or `text` itself.
[[nodiscard]] const char* tr(const char* text);
/// The same by number: `one` or `many` in English.
[[nodiscard]] const char* trn(const char* one, const char* many, std::int64_t number);

/// Finds the translations: `../share/locale` beside the folder of the program, which is right where it is built and where
/// it is installed. `locale_dir` overrides that.
void load_translations(const std::string& locale_dir = {});

}  // namespace workspace::desktop
