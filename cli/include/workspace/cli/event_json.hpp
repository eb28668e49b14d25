#pragma once

#include <string>
#include <string_view>

#include "workspace/core/client/events.hpp"

/// Events as JSON lines (docs/cli.md). The names are a promise to scripts: they are added to, never changed.
namespace workspace::cli {

/// One line, without the newline. `now` turns a time to retry into a wait.
[[nodiscard]] std::string event_line(const core::client::Event& event, core::MonotonicTime now);

/// The first line of a run.
struct Started {
    std::string server;
    std::string workstation;
    std::string data_dir;
};
[[nodiscard]] std::string started_line(const Started& started);
[[nodiscard]] std::string warning_line(std::string_view reason);
/// `code` is "bad_command", "local" or a refusal's name.
[[nodiscard]] std::string error_line(std::string_view code, std::string_view reason);

}  // namespace workspace::cli
