#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace workspace::core {

/// Lower-case hexadecimal of `bytes`.
[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);

/// Fills `out` from exactly 2 * out.size() hexadecimal digits of either case; false (and `out` unspecified) otherwise.
[[nodiscard]] bool from_hex(std::string_view text, std::span<std::uint8_t> out);

/// A fixed number of bytes that names one kind of thing. Values of different tags do not convert into each other.
/// On the wire: 2 * N lower-case hexadecimal digits.
template <class Tag, std::size_t N>
struct Bytes {
    static constexpr std::size_t kSize = N;
    std::array<std::uint8_t, N> value{};

    auto operator<=>(const Bytes&) const = default;

    [[nodiscard]] std::string hex() const { return to_hex(value); }
    [[nodiscard]] static std::optional<Bytes> from_hex(std::string_view text) {
        Bytes result;
        if (!core::from_hex(text, result.value)) {
            return std::nullopt;
        }
        return result;
    }
};

/// Bytes that prove who someone is: never printed, never logged. Compared in constant time by the host, not here.
template <class Tag, std::size_t N>
struct SecretBytes : Bytes<Tag, N> {};

/// Text that proves who someone is. Has no stream operator and no conversion, so that it cannot reach a log by accident.
class SecretText {
public:
    SecretText() = default;
    explicit SecretText(std::string text) : text_(std::move(text)) {}
    [[nodiscard]] const std::string& reveal() const { return text_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }
    bool operator==(const SecretText&) const = default;

private:
    std::string text_;
};

}  // namespace workspace::core
