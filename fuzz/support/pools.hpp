#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "../../core-protocol/src/wire/field_types.hpp"

namespace workspace::fuzz {

template <class T>
concept IsNumber = requires(T id) {
    typename T::rep;
    id.value;
};
template <class T>
concept IsBytes = requires { T::kSize; };

/// Values of each type that the two ends have used so far: a made-up message that names a session, a room or a client
/// id of this very run gets further than one that names any.
class Pools {
public:
    template <class T>
    [[nodiscard]] std::vector<T>& of() {
        std::shared_ptr<void>& pool = pools_[&kKey<T>];
        if (!pool) {
            pool = std::make_shared<std::vector<T>>();
        }
        return *static_cast<std::vector<T>*>(pool.get());
    }
    template <class T>
    void add(const T& value) {
        std::vector<T>& pool = of<T>();
        if (std::find(pool.begin(), pool.end(), value) == pool.end()) {
            if (pool.size() == kMost) {
                pool.erase(pool.begin());
            }
            pool.push_back(value);
        }
    }
    /// Adds what a message or a record says, field by field.
    template <class Record>
    void learn(const Record& record) {
        core::wire::detail::for_each_field<Record>([&](const auto& field) { take(record.*field.member); });
    }
    template <class... Messages>
    void learn(const std::variant<Messages...>& message) {
        std::visit([this](const auto& known) { learn(known); }, message);
    }

private:
    static constexpr std::size_t kMost = 24;
    static constexpr std::size_t kTextMost = 64;

    template <class T>
    void take(const T& value) {
        if constexpr (core::wire::detail::IsRecord<T>) {
            learn(value);
        } else if constexpr (IsNumber<T> || IsBytes<T>) {
            add(value);
        }
    }
    void take(const std::string& text) {
        if (text.size() <= kTextMost) {
            add(text);
        }
    }
    template <class T>
    void take(const std::optional<T>& value) {
        if (value) {
            take(*value);
        }
    }
    template <class T>
    void take(const std::vector<T>& values) {
        for (const T& value : values) {
            take(value);
        }
    }

    template <class T>
    static inline const char kKey = 0;
    std::map<const void*, std::shared_ptr<void>> pools_;  // by the address of the type's key
};

}  // namespace workspace::fuzz
