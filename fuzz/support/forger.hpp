#pragma once

#include <boost/pfr.hpp>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>

#include "alternatives.hpp"
#include "choices.hpp"
#include "pools.hpp"
#include "workspace/core/base/errors.hpp"

namespace workspace::fuzz {

/// Makes messages, commands and operations out of an input's bytes: of messages whatever their declarations allow and a
/// little beyond, of other aggregates whatever their members' types allow. Knows no message by name, so that one that is
/// added is forged as well.
class Forger {
public:
    Forger(Choices& choices, Pools& pools) : choices_(choices), pools_(pools) {}

    /// One of the alternatives.
    template <class Variant>
    Variant any() {
        return make_nth<Variant>(alternative_for<Variant>(choices_.byte()),
                                 std::make_index_sequence<std::variant_size_v<Variant>>{});
    }
    template <class T>
    T make() {
        T made{};
        fill(core::wire::kOwnBounds, made);
        return made;
    }
    Choices& choices() { return choices_; }

    /// Puts a true proof in place of a made-up one.
    std::function<core::wire::WorkstationProof(std::size_t which)> prove;

private:
    template <class Variant, std::size_t... I>
    Variant make_nth(std::size_t chosen, std::index_sequence<I...> /*alternatives*/) {
        Variant made;
        ((I == chosen ? (made = make<std::variant_alternative_t<I, Variant>>(), 0) : 0), ...);
        return made;
    }

    template <class T>
    void fill(core::wire::Bounds declared, T& out) {
        const core::wire::Bounds bounds = core::wire::detail::effective_bounds<T>(declared);
        if constexpr (std::is_same_v<T, core::wire::WorkstationProof>) {
            fields(out);
            if (prove && !choices_.flag()) {
                out = prove(choices_.below(4));
            }
        } else if constexpr (core::wire::detail::IsRecord<T> || requires { T::kType; }) {
            fields(out);
            if constexpr (requires { out.from, out.to, out.events; }) {
                stretch(out);
            }
        } else if constexpr (std::is_same_v<T, bool>) {
            out = choices_.flag();
        } else if constexpr (std::is_enum_v<T>) {
            enumerator(out);
        } else if constexpr (std::is_integral_v<T>) {
            out = static_cast<T>(number(bounds));
        } else if constexpr (IsNumber<T>) {
            if (!from_pool(out)) {
                out.value = static_cast<typename T::rep>(number(bounds));
            }
        } else if constexpr (IsBytes<T>) {
            if (!from_pool(out)) {
                out.value[0] = static_cast<std::uint8_t>(choices_.below(16));
            }
        } else if constexpr (std::is_same_v<T, core::WallTime>) {
            out.ms = number(bounds);
        } else if constexpr (std::is_same_v<T, core::Duration>) {
            out = std::chrono::milliseconds{static_cast<std::int64_t>(choices_.below(100'000))};
        } else if constexpr (std::is_same_v<T, core::SecretText>) {
            out = core::SecretText{text(bounds)};
        } else if constexpr (std::is_same_v<T, std::string>) {
            out = text(bounds);
        } else {
            static_assert(std::is_aggregate_v<T>, "a type of member that the forger does not know yet");
            boost::pfr::for_each_field(out, [this](auto& member) { fill(core::wire::kOwnBounds, member); });
        }
    }
    template <class Record>
    void fields(Record& out) {
        core::wire::detail::for_each_field<Record>([&](const auto& field) { fill(field.bounds, out.*field.member); });
    }
    /// A stretch of a log, mostly as a true one is: its events in a row, and its room not shorter than that.
    template <class Slice>
    void stretch(Slice& out) {
        const std::size_t kind = choices_.below(4);
        if (kind == 3) {
            return;
        }
        std::int64_t seq = static_cast<std::int64_t>(choices_.below(24));
        out.from.value = seq + 1;
        for (auto& event : out.events) {
            event.seq.value = ++seq;
            event.changed.value = std::max(seq, kind == 2 ? event.changed.value : seq);
        }
        out.to.value = seq;
        if constexpr (requires { out.room.head; }) {
            out.room.head.value = std::max(seq, kind == 0 ? seq : out.room.head.value);
        } else if constexpr (requires { out.head; }) {
            out.head.value = std::max(seq, kind == 0 ? seq : out.head.value);
        }
    }
    template <class T>
    void fill(core::wire::Bounds declared, std::optional<T>& out) {
        if (choices_.flag()) {
            fill(declared, out.emplace());
        }
    }
    template <class T>
    void fill(core::wire::Bounds declared, std::vector<T>& out) {
        const auto most = declared.max < declared.min ? 4 : std::min<std::int64_t>(declared.max, 300);
        const std::size_t drawn = choices_.below(16);
        const std::size_t size = drawn == 15 ? static_cast<std::size_t>(most) + choices_.below(2) : drawn % 5;
        for (std::size_t i = 0; i < size; ++i) {
            fill(core::wire::kOwnBounds, out.emplace_back());
        }
    }
    template <class... Alternatives>
    void fill(core::wire::Bounds /*declared*/, std::variant<Alternatives...>& out) {
        out = any<std::variant<Alternatives...>>();
    }

    template <class T>
    bool from_pool(T& out) {
        const std::vector<T>& pool = pools_.of<T>();
        const std::size_t drawn = choices_.below(32);
        if (drawn >= 24 || pool.empty()) {
            return false;
        }
        out = pool[pool.size() - 1 - drawn % pool.size()];  // '0' is the newest
        return true;
    }
    template <class E>
    void enumerator(E& out);
    std::int64_t number(core::wire::Bounds bounds);
    std::string text(core::wire::Bounds bounds);

    Choices& choices_;
    Pools& pools_;
};

template <class E>
void Forger::enumerator(E& out) {
    if constexpr (core::wire::detail::IsNamedEnum<E>) {
        const auto& names = core::wire::detail::names_of(E{});
        out = names[choices_.below(names.size())].first;
    } else if constexpr (std::is_same_v<E, core::CloseCode>) {
        const auto block = static_cast<std::uint16_t>(choices_.flag() ? 1000 : 4000);
        out = core::close_code_of(static_cast<std::uint16_t>(block + choices_.below(24))).value_or(E::going_away);
    } else if constexpr (std::is_same_v<E, core::Refusal>) {
        out = core::refusal_of(core::name_of(static_cast<E>(choices_.below(32)))).value_or(E::try_again);
    } else {
        out = static_cast<E>(choices_.below(2));  // every enumeration has two
    }
}

}  // namespace workspace::fuzz
