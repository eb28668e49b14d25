#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace workspace::core::hub {

/// FNV-1a over a state that is fed to it in a fixed order: for `digest()`, not for tables that strangers can fill.
class Hasher {
public:
    void add(std::string_view text) {
        add(static_cast<std::uint64_t>(text.size()));
        for (const char c : text) {
            mix(static_cast<std::uint8_t>(c));
        }
    }
    void add(std::span<const std::uint8_t> bytes) {
        for (const std::uint8_t byte : bytes) {
            mix(byte);
        }
    }
    void add(std::uint64_t number) {
        for (int shift = 0; shift < 64; shift += 8) {
            mix(static_cast<std::uint8_t>(number >> shift));
        }
    }
    void add(std::int64_t number) { add(static_cast<std::uint64_t>(number)); }
    void add(bool flag) { mix(flag ? 1 : 0); }
    [[nodiscard]] std::uint64_t value() const { return state_; }

private:
    void mix(std::uint8_t byte) { state_ = (state_ ^ byte) * 0x100000001b3ULL; }
    std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

}  // namespace workspace::core::hub
