#pragma once

#include "capture/shape.hpp"
#include "workspace/core/hub/store_port.hpp"

/// What a store tells the hub, at the start and as answers.
namespace workspace::capture {

template <>
inline constexpr auto kShape<core::Lease> =
    shape("lease", f("account", &core::Lease::account), f("account_name", &core::Lease::account_name),
          f("workstation", &core::Lease::workstation), f("workstation_label", &core::Lease::workstation_label),
          f("hint", &core::Lease::hint), f("os_boot", &core::Lease::os_boot), f("session", &core::Lease::session),
          f("epoch", &core::Lease::epoch), f("state", &core::Lease::state), f("since", &core::Lease::since));
template <>
inline constexpr auto kShape<core::StoredRoom> =
    shape("stored_room", f("room", &core::StoredRoom::room), f("members", &core::StoredRoom::members));
template <>
inline constexpr auto kShape<core::StoredWorld> =
    shape("world", f("rooms", &core::StoredWorld::rooms), f("leases", &core::StoredWorld::leases),
          f("bots", &core::StoredWorld::bots), f("statuses", &core::StoredWorld::statuses));

template <>
inline constexpr auto kShape<core::Displacement> =
    shape("displacement", f("lease", &core::Displacement::lease), f("cause", &core::Displacement::cause),
          f("session_displaced", &core::Displacement::session_displaced));
template <>
inline constexpr auto kShape<core::Granted> =
    shape("granted", f("account", &core::Granted::account), f("login", &core::Granted::login),
          f("bot", &core::Granted::bot), f("session", &core::Granted::session), f("epoch", &core::Granted::epoch),
          f("account_was_connected", &core::Granted::account_was_connected), f("ends", &core::Granted::ends),
          f("rooms", &core::Granted::rooms), f("guest", &core::Granted::guest));
template <>
inline constexpr auto kShape<core::Refuse> =
    shape("refuse", f("code", &core::Refuse::code), f("holder", &core::Refuse::holder),
          f("may_take_over", &core::Refuse::may_take_over));
template <>
inline constexpr auto kShape<core::ProbeFirst> = shape("probe_first", f("leases", &core::ProbeFirst::leases));
template <>
inline constexpr auto kShape<core::LeaseChanged> = shape("lease_changed", f("applied", &core::LeaseChanged::applied));
template <>
inline constexpr auto kShape<core::AccountEnded> = shape("account_ended", f("lease", &core::AccountEnded::lease));
template <>
inline constexpr auto kShape<core::MembersChange> =
    shape("members_change", f("in", &core::MembersChange::in), f("out", &core::MembersChange::out),
          f("created", &core::MembersChange::created));
template <>
inline constexpr auto kShape<core::Appended> = shape(
    "appended", f("duplicate", &core::Appended::duplicate), f("room", &core::Appended::room),
    f("event", &core::Appended::event), f("touched", &core::Appended::touched), f("members", &core::Appended::members));
template <>
inline constexpr auto kShape<core::Interval> =
    shape("interval", f("from", &core::Interval::from), f("to", &core::Interval::to));
template <>
inline constexpr auto kShape<core::SyncPlan> =
    shape("plan", f("complete", &core::SyncPlan::complete), f("reset", &core::SyncPlan::reset),
          f("interval", &core::SyncPlan::interval));
template <>
inline constexpr auto kShape<core::LogSlice> =
    shape("slice", f("room", &core::LogSlice::room), f("plan", &core::LogSlice::plan),
          f("events", &core::LogSlice::events), f("touched", &core::LogSlice::touched));
template <>
inline constexpr auto kShape<core::StatusSaved> = shape("saved");
template <>
inline constexpr auto kShape<core::StoreFailed> = shape("failed", f("reason", &core::StoreFailed::reason));

template <>
struct NameOf<core::Refusal> {
    static constexpr std::string_view kValue = "refusal";
};
template <>
struct NameOf<std::vector<core::wire::ReadMarker>> {
    static constexpr std::string_view kValue = "list";
};
template <>
struct NameOf<std::vector<core::wire::Person>> {
    static constexpr std::string_view kValue = "list";
};
template <>
struct NameOf<core::PostsFound> {
    static constexpr std::string_view kValue = "posts";
};
template <>
struct NameOf<core::Admitted> {
    static constexpr std::string_view kValue = "admitted";
};
template <>
struct NameOf<core::AccountEndResult> {
    static constexpr std::string_view kValue = "account_end";
};
template <>
struct NameOf<core::AppendResult> {
    static constexpr std::string_view kValue = "append";
};
template <>
struct NameOf<core::ReadResult> {
    static constexpr std::string_view kValue = "read";
};
template <>
struct NameOf<core::MarkersResult> {
    static constexpr std::string_view kValue = "markers";
};
template <>
struct NameOf<core::StatusResult> {
    static constexpr std::string_view kValue = "status";
};
template <>
struct NameOf<core::MembersResult> {
    static constexpr std::string_view kValue = "members";
};

}  // namespace workspace::capture
