#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// How a message is declared: once, as a list of fields. The codec, the validation, the printer, the test generators,
/// the fuzzer's dictionary and the tables of docs/protocol.md are all derived from these lists (wire/messages.hpp).
namespace workspace::core::wire {

enum class Direction : std::uint8_t { to_server, to_client };

/// Bounds of a field: bytes of a text, elements of a list, or values of a number; inclusive.
struct Bounds {
    std::int64_t min = 0;
    std::int64_t max = 0;
};

/// Bounds that a type has by itself (an id, a flag, a record).
inline constexpr Bounds kOwnBounds{0, -1};
/// The whole numbers that every JSON reader keeps exact.
inline constexpr Bounds kAnyCount{0, (std::int64_t{1} << 53) - 1};
inline constexpr Bounds kPositive{1, (std::int64_t{1} << 53) - 1};

/// One field of `Record`: its name on the wire, where it lives, its bounds, and what it means (one line for the docs).
/// A member of type std::optional<T> may be missing; any other is required. `secret` ones, and those of type SecretText
/// or SecretBytes, are never printed.
template <class Record, class T>
struct Field {
    std::string_view name;
    T Record::* member;
    Bounds bounds;
    std::string_view meaning;
    bool secret = false;
};

/// What the bounds of single fields cannot say. A record that has such a rule declares `std::optional<Fault> fault()
/// const`; the codec refuses what it names.
struct Fault {
    std::string_view field;
    std::string_view what;
};

template <class Record, class T>
[[nodiscard]] constexpr Field<Record, T> field(std::string_view name, T Record::* member, std::string_view meaning) {
    return {name, member, kOwnBounds, meaning, false};
}

template <class Record, class T>
[[nodiscard]] constexpr Field<Record, T> field(std::string_view name, T Record::* member, Bounds bounds,
                                               std::string_view meaning) {
    return {name, member, bounds, meaning, false};
}

/// Marks a field that proves who somebody is, although its type does not say so.
template <class Record, class T>
[[nodiscard]] constexpr Field<Record, T> secret(Field<Record, T> plain) {
    plain.secret = true;
    return plain;
}

}  // namespace workspace::core::wire
