#pragma once

#include <utility>
#include <variant>

namespace workspace::core {

/// A value, or why there is none. (std::expected is C++23; this is the part of it that is needed here.)
template <class T, class E>
class Result {
public:
    // NOLINTNEXTLINE(google-explicit-constructor): reads like std::expected at the call
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] explicit operator bool() const { return state_.index() == 0; }
    [[nodiscard]] T& value() { return std::get<0>(state_); }
    [[nodiscard]] const T& value() const { return std::get<0>(state_); }
    [[nodiscard]] const E& error() const { return std::get<1>(state_); }

private:
    std::variant<T, E> state_;
};

}  // namespace workspace::core
