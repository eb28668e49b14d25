#pragma once

#include <boost/json.hpp>
#include <limits>
#include <stdexcept>
#include <string>

#include "capture/input_shapes.hpp"
#include "workspace/core/base/errors.hpp"

/// Reads what to_json() writes. Throws Unreadable, with the path to what is wrong.
namespace workspace::capture {

struct Unreadable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The last of each enumeration that a capture holds by number.
template <class E>
inline constexpr E kLast{};
template <>
inline constexpr auto kLast<core::ElsewherePolicy> = core::ElsewherePolicy::takeover;
template <>
inline constexpr auto kLast<core::hub::ProofOutcome> = core::hub::ProofOutcome::overloaded;
template <>
inline constexpr auto kLast<core::LeaseState> = core::LeaseState::detached;
template <>
inline constexpr auto kLast<core::LeaseCause> = core::LeaseCause::password_changed;
template <>
inline constexpr auto kLast<core::wire::EventKind> = core::wire::EventKind::archived;
template <>
inline constexpr auto kLast<core::wire::RoomKind> = core::wire::RoomKind::direct;
template <>
inline constexpr auto kLast<core::wire::Availability> = core::wire::Availability::busy;

class FromJson {
public:
    template <class T>
    void read(const boost::json::value& from, T& out) {
        namespace json = boost::json;
        if constexpr (std::is_same_v<T, std::string>) {
            out = text(from);
        } else if constexpr (std::is_same_v<T, bool>) {
            out = from.is_bool() ? from.get_bool() : fail<bool>("is no flag");
        } else if constexpr (std::is_arithmetic_v<T>) {
            out = number<T>(from, std::numeric_limits<T>::max());
        } else if constexpr (std::is_same_v<T, core::SecretText>) {
            out = core::SecretText(text(from));
        } else if constexpr (std::is_same_v<T, core::Refusal>) {
            const auto refusal = core::refusal_of(text(from));
            out = refusal ? *refusal : fail<T>("is no refusal");
        } else if constexpr (std::is_same_v<T, core::CloseCode>) {
            const auto code =
                core::close_code_of(number<std::uint16_t>(from, std::numeric_limits<std::uint16_t>::max()));
            out = code ? *code : fail<T>("is no close code");
        } else if constexpr (std::is_enum_v<T>) {
            using Number = std::underlying_type_t<T>;
            out = static_cast<T>(number<Number>(from, static_cast<Number>(kLast<T>)));
        } else if constexpr (kIsId<T>) {
            read(from, out.value);
        } else if constexpr (std::is_same_v<T, core::Duration>) {
            out = core::Duration(number<std::int64_t>(from, kMicrosMax));
        } else if constexpr (std::is_same_v<T, core::WallTime>) {
            read(from, out.ms);
        } else if constexpr (std::is_same_v<T, core::Now>) {
            const json::array& both = list(from);
            if (both.size() != 2) {
                fail<T>("is no time");
            }
            read(both[0], out.mono.since_origin);
            read(both[1], out.wall);
        } else if constexpr (kIsBytes<T>) {
            if (!core::from_hex(text(from), out.value)) {
                fail<T>("has not the right number of hexadecimal digits");
            }
        } else if constexpr (kIsOptional<T>) {
            read(from, out.emplace());
        } else if constexpr (kIsVector<T>) {
            for (const json::value& element : list(from)) {
                read(element, out.emplace_back());
            }
        } else if constexpr (kIsVariant<T>) {
            const json::object& one = object(from);
            if (one.size() != 1 || !alternative<0>(one.begin()->key(), one.begin()->value(), out)) {
                fail<T>("is nothing that is known");
            }
        } else {
            record(object(from), out);
        }
    }

    template <class T>
    void member(const boost::json::object& object, std::string_view name, T& out) {
        const boost::json::value* found = object.if_contains(name);
        within(name, [&] {
            if (found != nullptr) {
                read(*found, out);
            } else if constexpr (!kIsOptional<T>) {
                fail<T>("is missing");
            }
        });
    }
    template <class Work>
    void within(std::string_view name, Work work) {
        const std::size_t length = path_.size();
        path_ += (path_.empty() ? "" : ".") + std::string(name);
        work();
        path_.resize(length);
    }
    template <class T>
    T fail(const std::string& what) const {
        throw Unreadable((path_.empty() ? "it" : path_) + " " + what);
    }

    [[nodiscard]] std::string text(const boost::json::value& from) const;
    [[nodiscard]] const boost::json::array& list(const boost::json::value& from) const;
    [[nodiscard]] const boost::json::object& object(const boost::json::value& from) const;

private:
    /// A thousand years: sums of times stay far from overflowing.
    static constexpr std::int64_t kMicrosMax = std::int64_t{1'000} * 365 * 24 * 3600 * 1'000'000;

    template <class T>
    T number(const boost::json::value& from, T max) const {
        boost::json::error_code failed;
        const T value = from.to_number<T>(failed);
        return failed || value < T{} || value > max ? fail<T>("is no number in its bounds") : value;
    }
    template <class T>
    void record(const boost::json::object& from, T& out) {
        for_each_field<T>([&](const auto& field) { member(from, field.name, out.*field.member); });
    }
    template <std::size_t I, class... T>
    bool alternative(std::string_view name, const boost::json::value& from, std::variant<T...>& out) {
        if constexpr (I == sizeof...(T)) {
            return false;
        } else {
            using Alternative = std::variant_alternative_t<I, std::variant<T...>>;
            if (NameOf<Alternative>::kValue != name) {
                return alternative<I + 1>(name, from, out);
            }
            within(name, [&] { read(from, out.template emplace<I>()); });
            return true;
        }
    }

    std::string path_;
};

}  // namespace workspace::capture
