#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "workspace/core/base/bytes.hpp"
#include "workspace/core/base/ids.hpp"
#include "workspace/core/base/time.hpp"

namespace workspace::core::client {

/// FNV-1a over whatever state is added, in order: equal states, equal digests.
class Digest {
public:
    Digest& add(std::uint64_t number) {
        for (int shift = 0; shift < 64; shift += 8) {
            add_byte(static_cast<std::uint8_t>(number >> shift));
        }
        return *this;
    }
    Digest& add(std::string_view text) {
        add(static_cast<std::uint64_t>(text.size()));
        for (const char c : text) {
            add_byte(static_cast<std::uint8_t>(c));
        }
        return *this;
    }
    template <class Tag, class Rep>
    Digest& add(const Id<Tag, Rep>& id) {
        return add(static_cast<std::uint64_t>(id.value));
    }
    template <class Tag, std::size_t N>
    Digest& add(const Bytes<Tag, N>& bytes) {
        for (const std::uint8_t byte : bytes.value) {
            add_byte(byte);
        }
        return *this;
    }
    Digest& add(MonotonicTime time) { return add(static_cast<std::uint64_t>(time.since_origin.count())); }
    [[nodiscard]] std::uint64_t value() const { return hash_; }

private:
    void add_byte(std::uint8_t byte) { hash_ = (hash_ ^ byte) * 0x100000001b3ULL; }
    std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

}  // namespace workspace::core::client
