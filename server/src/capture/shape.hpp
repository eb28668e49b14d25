#pragma once

#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "workspace/core/base/bytes.hpp"
#include "workspace/core/base/ids.hpp"
#include "workspace/core/base/time.hpp"
#include "workspace/core/hub/outputs.hpp"
#include "workspace/core/wire/schema.hpp"

/// What the things that go through a hub are made of: their names in a capture and their fields, once. How they are
/// disguised, written and read is derived from it, as the codec is from the declarations of the messages.
namespace workspace::capture {

template <class... Fields>
struct Shape {
    std::string_view name;
    std::tuple<Fields...> fields;
};

template <class... Fields>
[[nodiscard]] constexpr Shape<Fields...> shape(std::string_view name, Fields... fields) {
    return {name, {fields...}};
}
template <class Record, class T>
[[nodiscard]] constexpr auto f(std::string_view name, T Record::* member) {
    return core::wire::field(name, member, {});
}

/// Messages and their records declare themselves; the others are in *_shapes.hpp.
template <class T>
[[nodiscard]] constexpr std::string_view declared_name() {
    if constexpr (requires { T::kType; }) {
        return T::kType;
    } else {
        return T::kRecord;
    }
}
template <class... Fields>
[[nodiscard]] constexpr Shape<Fields...> declared_shape(std::string_view name, std::tuple<Fields...> fields) {
    return {name, fields};
}
template <class T>
inline constexpr auto kShape = declared_shape(declared_name<T>(), T::fields());

template <class T, class Visit>
void for_each_field(Visit&& visit) {
    std::apply([&](const auto&... fields) { (visit(fields), ...); }, kShape<T>.fields);
}

/// Its name where it is one of several things.
template <class T>
struct NameOf {
    static constexpr std::string_view kValue = kShape<T>.name;
};

// ---- what is not a record ------------------------------------------------------------------------------------------

template <class T>
inline constexpr bool kIsBytes = false;
template <class Tag, std::size_t N>
inline constexpr bool kIsBytes<core::Bytes<Tag, N>> = true;
template <class Tag, std::size_t N>
inline constexpr bool kIsBytes<core::SecretBytes<Tag, N>> = true;

template <class T>
inline constexpr bool kIsId = false;
template <class Tag, class Rep>
inline constexpr bool kIsId<core::Id<Tag, Rep>> = true;

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = true;

template <class T>
inline constexpr bool kIsVariant = false;
template <class... T>
inline constexpr bool kIsVariant<std::variant<T...>> = true;

/// Numbers, flags, names out of a list, times: nothing in them is private.
template <class T>
inline constexpr bool kIsPlain =
    std::is_arithmetic_v<T> || std::is_enum_v<T> || kIsId<T> || std::is_same_v<T, core::Duration> ||
    std::is_same_v<T, core::MonotonicTime> || std::is_same_v<T, core::WallTime> || std::is_same_v<T, core::Now> ||
    std::is_same_v<T, core::hub::Audience>;

}  // namespace workspace::capture
