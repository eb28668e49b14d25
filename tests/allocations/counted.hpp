#pragma once

#include <cstdint>

/// This executable counts what it allocates: every operator new is replaced.
namespace workspace::testing {

[[nodiscard]] std::uint64_t allocations();
[[nodiscard]] std::uint64_t allocated_bytes();

}  // namespace workspace::testing
