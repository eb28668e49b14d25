#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "workspace/core/base/bytes.hpp"
#include "workspace/core/base/disguise.hpp"

namespace workspace::core::hub {

/// FNV-1a over a state that is fed to it in a fixed order: for `digest()`, not for tables that strangers can fill.
class Hasher {
public:
    explicit Hasher(const Disguise& disguise) : disguise_(disguise) {}

    /// What is private is hashed as it is disguised.
    template <class Tag, std::size_t N>
    void add_private(Bytes<Tag, N> value) {
        disguise_.bytes(value.value);
        add(value.value);
    }
    void add_private(std::string text) {
        disguise_.text(text);
        add(text);
    }
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
    const Disguise& disguise_;
    std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

}  // namespace workspace::core::hub
