#pragma once

#include <filesystem>
#include <optional>
#include <string>

/// What Linux tells about a computer. Each is none where it cannot be read.
namespace workspace::host {

/// /etc/machine-id.
[[nodiscard]] std::optional<std::string> machine_id(const std::filesystem::path& root);
/// The permanent address of the first physical network interface by name: virtual ones and those with an address made
/// up by software are passed over.
[[nodiscard]] std::optional<std::string> permanent_address(const std::filesystem::path& root);
/// Changes with each start of the operating system.
[[nodiscard]] std::optional<std::string> os_boot_id(const std::filesystem::path& root);
/// The pretty host name, else the plain one, cut to what the protocol takes.
[[nodiscard]] std::string computer_name(const std::filesystem::path& root);

}  // namespace workspace::host
