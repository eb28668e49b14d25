#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workspace/core/base/result.hpp"
#include "workspace/core/client/inputs.hpp"

namespace workspace::cli {

/// Why a line is not a command, in words that quote no value.
struct BadCommand {
    std::string reason;
};

/// Takes one line of `--json` input, such as {"do":"say","room":1,"body":"hi"}. A room is named by its number, or by
/// its name if it is among `rooms`. Never throws.
[[nodiscard]] core::Result<core::client::Command, BadCommand> parse_command(std::string_view line,
                                                                            const std::vector<core::wire::Room>& rooms);

}  // namespace workspace::cli
