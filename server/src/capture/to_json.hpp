#pragma once

#include <boost/json.hpp>
#include <string>

#include "capture/output_shapes.hpp"
#include "workspace/core/base/errors.hpp"

/// Writes anything that has a shape. An object has the names of its shape, without the members that are not there; one
/// of several things is an object with its name alone; a time is a number (microseconds, of wall clocks milliseconds).
namespace workspace::capture {

template <class T>
[[nodiscard]] boost::json::value to_json(const T& value) {
    namespace json = boost::json;
    if constexpr (std::is_same_v<T, std::string> || std::is_arithmetic_v<T>) {
        return json::value(value);
    } else if constexpr (std::is_same_v<T, core::SecretText>) {
        return json::value(value.reveal());
    } else if constexpr (std::is_same_v<T, core::Refusal>) {
        return json::value(core::name_of(value));
    } else if constexpr (std::is_enum_v<T>) {
        return json::value(static_cast<std::underlying_type_t<T>>(value));
    } else if constexpr (kIsId<T>) {
        return json::value(value.value);
    } else if constexpr (std::is_same_v<T, core::Duration>) {
        return json::value(value.count());
    } else if constexpr (std::is_same_v<T, core::MonotonicTime>) {
        return json::value(value.since_origin.count());
    } else if constexpr (std::is_same_v<T, core::WallTime>) {
        return json::value(value.ms);
    } else if constexpr (std::is_same_v<T, core::Now>) {
        return json::array{to_json(value.mono), to_json(value.wall)};
    } else if constexpr (std::is_same_v<T, core::hub::SharedText> || std::is_same_v<T, core::hub::Audience>) {
        return to_json(*value);
    } else if constexpr (kIsBytes<T>) {
        return json::value(value.hex());
    } else if constexpr (kIsOptional<T>) {
        return value ? to_json(*value) : json::value();
    } else if constexpr (kIsVector<T>) {
        json::array list;
        list.reserve(value.size());
        for (const auto& element : value) {
            list.push_back(to_json(element));
        }
        return list;
    } else if constexpr (kIsVariant<T>) {
        return std::visit(
            [](const auto& known) {
                return json::value(json::object{{NameOf<std::decay_t<decltype(known)>>::kValue, to_json(known)}});
            },
            value);
    } else {
        json::object object;
        for_each_field<T>([&](const auto& field) {
            if (json::value member = to_json(value.*field.member); !member.is_null()) {
                object.emplace(field.name, std::move(member));
            }
        });
        return object;
    }
}

}  // namespace workspace::capture
