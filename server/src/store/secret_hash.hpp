#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace workspace::server {

/// How tokens and codes are stored. They are random and long, so that an unkeyed hash of them cannot be guessed back.
[[nodiscard]] std::array<std::uint8_t, 32> hash_of(const std::string& secret);

}  // namespace workspace::server
