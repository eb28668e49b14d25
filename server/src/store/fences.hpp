#pragma once

#include <optional>
#include <string>

#include "database.hpp"
#include "workspace/core/hub/store_port.hpp"

namespace workspace::server {

/// The display name of `author`, if what they write with still stands (S3); none, if it does not.
[[nodiscard]] std::optional<std::string> fenced_name(Database& database, const core::Fence& fence,
                                                     core::AccountId author);

}  // namespace workspace::server
