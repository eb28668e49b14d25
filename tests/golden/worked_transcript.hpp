#pragma once

#include <string>

namespace workspace::core::test {

/// What passes between the real hub and some clients: login, posts, a cut and a resume, a contested login.
/// Secrets and signatures are blanked out. Markdown, for docs/protocol.md.
[[nodiscard]] std::string worked_transcript();

}  // namespace workspace::core::test
