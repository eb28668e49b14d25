#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "workspace/core/wire/messages.hpp"

/// What the declarations mean by the types of their members. Reader, writer and
/// printer are built on this file.
namespace workspace::core::wire::detail {

template <class T>
concept IsRecord = requires { T::kRecord; };

template <class T>
concept HasFault = requires(const T& record) { record.fault(); };

/// Calls `visit(field)` for each field of `Record`, in the order of the
/// declaration.
template <class Record, class Visit>
void for_each_field(Visit&& visit) {
    std::apply([&](const auto&... fields) { (visit(fields), ...); }, Record::fields());
}

/// The same until one of the calls gives false; false then.
template <class Record, class Visit>
[[nodiscard]] bool all_fields(Visit&& visit) {
    return std::apply([&](const auto&... fields) { return (visit(fields) && ...); }, Record::fields());
}

// ---- enumerations that go by name
// ------------------------------------------------------------------------------

template <class E>
using EnumNames = std::pair<E, std::string_view>;

inline constexpr std::array kClaimKinds{EnumNames<ClaimKind>{ClaimKind::person, "person"},
                                        EnumNames<ClaimKind>{ClaimKind::automatic, "automatic"}};
inline constexpr std::array kSyncResults{EnumNames<SyncResult>{SyncResult::complete, "complete"},
                                         EnumNames<SyncResult>{SyncResult::too_long, "too_long"},
                                         EnumNames<SyncResult>{SyncResult::reset, "reset"}};
inline constexpr std::array kPresenceWishes{EnumNames<PresenceWish>{PresenceWish::people, "people"},
                                            EnumNames<PresenceWish>{PresenceWish::count, "count"}};
inline constexpr std::array kEventKinds{
    EnumNames<EventKind>{EventKind::message, "message"},   EnumNames<EventKind>{EventKind::edit, "edit"},
    EnumNames<EventKind>{EventKind::deletion, "deletion"}, EnumNames<EventKind>{EventKind::reaction, "reaction"},
    EnumNames<EventKind>{EventKind::created, "created"},   EnumNames<EventKind>{EventKind::joined, "joined"},
    EnumNames<EventKind>{EventKind::left, "left"},         EnumNames<EventKind>{EventKind::invited, "invited"},
    EnumNames<EventKind>{EventKind::archived, "archived"}};
inline constexpr std::array kRoomKinds{EnumNames<RoomKind>{RoomKind::open, "public"},
                                       EnumNames<RoomKind>{RoomKind::closed, "private"},
                                       EnumNames<RoomKind>{RoomKind::direct, "direct"}};
inline constexpr std::array kAvailabilities{EnumNames<Availability>{Availability::available, "available"},
                                            EnumNames<Availability>{Availability::away, "away"},
                                            EnumNames<Availability>{Availability::busy, "busy"}};

constexpr const auto& names_of(EventKind /*type*/) {
    return kEventKinds;
}
constexpr const auto& names_of(RoomKind /*type*/) {
    return kRoomKinds;
}
constexpr const auto& names_of(Availability /*type*/) {
    return kAvailabilities;
}
constexpr const auto& names_of(ClaimKind /*type*/) {
    return kClaimKinds;
}
constexpr const auto& names_of(SyncResult /*type*/) {
    return kSyncResults;
}
constexpr const auto& names_of(PresenceWish /*type*/) {
    return kPresenceWishes;
}

template <class T>
concept IsNamedEnum = requires { names_of(T{}); };

template <IsNamedEnum E>
[[nodiscard]] constexpr std::string_view enum_name(E value) {
    for (const auto& [known, name] : names_of(E{})) {
        if (known == value) {
            return name;
        }
    }
    return {};
}
[[nodiscard]] inline std::string_view enum_name(Refusal value) {
    return name_of(value);
}

template <IsNamedEnum E>
[[nodiscard]] constexpr std::optional<E> enum_of(std::string_view text) {
    for (const auto& [value, name] : names_of(E{})) {
        if (name == text) {
            return value;
        }
    }
    return std::nullopt;
}

// ---- bounds that a type has by itself
// --------------------------------------------------------------------------

template <class T>
inline constexpr Bounds kTypeBounds = kOwnBounds;
template <class Tag>
inline constexpr Bounds kTypeBounds<Id<Tag, std::int64_t>> = kAnyCount;
/// As an element of a list: a name.
template <>
inline constexpr Bounds kTypeBounds<std::string> = Bounds{1, kNameBytesMax};
template <>
inline constexpr Bounds kTypeBounds<AccountId> = kPositive;
template <>
inline constexpr Bounds kTypeBounds<RoomId> = kPositive;
template <>
inline constexpr Bounds kTypeBounds<WallTime> = kAnyCount;

template <class T>
[[nodiscard]] constexpr Bounds effective_bounds(Bounds declared) {
    return declared.max < declared.min ? kTypeBounds<T> : declared;
}

}  // namespace workspace::core::wire::detail
