#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace workspace::fuzz {

/// The bytes of an input as a row of decisions. When they are used up, every decision is the first one: what a shorter
/// input does is the beginning of what a longer one does. Digits mean themselves ('0' is the first choice, '1' the
/// second …), so that a seed can be written, and a crash read, as text.
class Choices {
public:
    explicit Choices(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

    [[nodiscard]] bool empty() const { return bytes_.empty(); }

    std::uint8_t byte() {
        if (bytes_.empty()) {
            return '0';
        }
        const std::uint8_t first = bytes_.front();
        bytes_ = bytes_.subspan(1);
        return first;
    }
    /// 0 .. 255; '0' is 0.
    std::uint8_t digit() { return static_cast<std::uint8_t>(byte() - '0'); }
    /// 0 .. bound - 1.
    std::size_t below(std::size_t bound) {
        std::size_t drawn = digit();
        for (std::size_t reach = 256; reach < bound && reach <= (std::size_t{1} << 24); reach <<= 8) {
            drawn = (drawn << 8) + digit();
        }
        return drawn % bound;
    }
    bool flag() { return below(2) == 1; }
    /// Any 64 bits.
    std::int64_t wide() {
        std::uint64_t drawn = 0;
        for (int i = 0; i < 8; ++i) {
            drawn = (drawn << 8) + digit();
        }
        return static_cast<std::int64_t>(drawn);
    }
    /// Up to the end of the line, which is taken too.
    std::string_view line() { return taken(view().find('\n'), 1); }
    std::string_view rest() { return taken(std::string_view::npos, 0); }

private:
    [[nodiscard]] std::string_view view() const {
        return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
    }
    std::string_view taken(std::size_t end, std::size_t also) {
        const std::string_view all = view();
        const std::string_view text = all.substr(0, end);
        bytes_ = bytes_.subspan(std::min(all.size(), text.size() + also));
        return text;
    }

    std::span<const std::uint8_t> bytes_;
};

}  // namespace workspace::fuzz
