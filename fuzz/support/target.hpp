#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What a file of fuzz/targets/ defines. libFuzzer calls it with inputs that it makes up, replay.cpp with files.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace workspace::fuzz {

/// Says what does not hold and ends the process, which is how a fuzzer learns of it.
void require(bool holds, std::string_view words);
/// The same for what check_invariants() and its like say: nothing may be broken.
void require_none(const std::vector<std::string>& broken);

/// Whether somebody looks on (FUZZ_EXPLAIN=1): a target then says what it does.
[[nodiscard]] bool explaining();
void explain(std::string_view words);

}  // namespace workspace::fuzz
