#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>

namespace workspace::fuzz {

/// What a type is called on the wire; of one that is not there, in the program: g++ and clang have to agree on it.
template <class T>
[[nodiscard]] constexpr std::string_view name_of_type() {
    if constexpr (requires { T::kType; }) {
        return T::kType;
    } else {
        std::string_view name = __PRETTY_FUNCTION__;  // "… [T = NAME]" or "… [with T = NAME; …]"
        name = name.substr(0, name.find_first_of(";]", name.find("T = ")));
        return name.substr(name.find_last_of(": ") + 1);  // without its namespaces, which only g++ always says
    }
}
struct ANameForTheCheck;
static_assert(name_of_type<ANameForTheCheck>() == "ANameForTheCheck");

[[nodiscard]] constexpr std::uint64_t weight_of(std::string_view name, std::uint8_t letter) {
    std::uint64_t hash = 0xcbf29ce484222325ULL + letter;
    for (const char c : name) {
        hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3ULL;
    }
    return (hash ^ (hash >> 29)) * 0xbf58476d1ce4e5b9ULL;
}

template <class Variant, std::size_t... I>
[[nodiscard]] constexpr std::size_t heaviest(std::uint8_t letter, std::index_sequence<I...> /*alternatives*/) {
    std::size_t chosen = 0;
    std::uint64_t most = 0;
    const auto look = [&](std::size_t index, std::uint64_t weight) {
        if (weight >= most) {
            most = weight;
            chosen = index;
        }
    };
    (look(I, weight_of(name_of_type<std::variant_alternative_t<I, Variant>>(), letter)), ...);
    return chosen;
}

/// The alternative that a letter of an input stands for: the one whose name and the letter weigh most together. When
/// alternatives are added, the letters that the new ones do not take keep their meaning, so old crashes stay what they
/// were.
template <class Variant>
[[nodiscard]] constexpr std::size_t alternative_for(std::uint8_t letter) {
    return heaviest<Variant>(letter, std::make_index_sequence<std::variant_size_v<Variant>>{});
}

}  // namespace workspace::fuzz
