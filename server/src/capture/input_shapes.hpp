#pragma once

#include "capture/store_shapes.hpp"
#include "workspace/core/hub/hub.hpp"

/// The hub's configuration and its inputs.
namespace workspace::capture {

template <>
inline constexpr auto kShape<core::Limits> = shape(
    "limits", f("silence", &core::Limits::silence), f("grace", &core::Limits::grace),
    f("restart_grace", &core::Limits::restart_grace), f("probe", &core::Limits::probe),
    f("nonce", &core::Limits::nonce), f("unauthenticated", &core::Limits::unauthenticated),
    f("messages_per_second", &core::Limits::messages_per_second), f("messages_burst", &core::Limits::messages_burst),
    f("queue_bytes", &core::Limits::queue_bytes), f("connections", &core::Limits::connections),
    f("unauthenticated_connections", &core::Limits::unauthenticated_connections),
    f("pending_store_requests", &core::Limits::pending_store_requests));
template <>
inline constexpr auto kShape<core::hub::HubConfig> =
    shape("config", f("limits", &core::hub::HubConfig::limits), f("policy", &core::hub::HubConfig::policy),
          f("server", &core::hub::HubConfig::server_name), f("boot", &core::hub::HubConfig::boot));

template <>
inline constexpr auto kShape<core::LeaseFence> = shape("lease", f("epoch", &core::LeaseFence::epoch));
template <>
inline constexpr auto kShape<core::RestFence> = shape("session", f("session", &core::RestFence::session));
template <>
inline constexpr auto kShape<core::ApiTokenFence> = shape("api_token", f("number", &core::ApiTokenFence::token));

template <>
inline constexpr auto kShape<core::Administrator> =
    shape("administrator", f("account", &core::Administrator::account), f("fence", &core::Administrator::fence));

template <>
inline constexpr auto kShape<core::hub::Connected> =
    shape("connected", f("connection", &core::hub::Connected::connection));
/// Its text is written beside it, message by message (lines.hpp).
template <>
inline constexpr auto kShape<core::hub::FrameArrived> =
    shape("frame", f("connection", &core::hub::FrameArrived::connection));
template <>
inline constexpr auto kShape<core::hub::Violated> =
    shape("violated", f("connection", &core::hub::Violated::connection), f("code", &core::hub::Violated::code));
template <>
inline constexpr auto kShape<core::hub::Overflowed> =
    shape("overflowed", f("connection", &core::hub::Overflowed::connection));
template <>
inline constexpr auto kShape<core::hub::Disconnected> =
    shape("disconnected", f("connection", &core::hub::Disconnected::connection));
template <>
inline constexpr auto kShape<core::hub::StoreAnswered> =
    shape("stored", f("ticket", &core::hub::StoreAnswered::ticket), f("result", &core::hub::StoreAnswered::result));
template <>
inline constexpr auto kShape<core::hub::ProofChecked> = shape(
    "proof_checked", f("ticket", &core::hub::ProofChecked::ticket), f("outcome", &core::hub::ProofChecked::outcome),
    f("account", &core::hub::ProofChecked::account), f("password_version", &core::hub::ProofChecked::password_version));
template <>
inline constexpr auto kShape<core::hub::AccessMinted> =
    shape("access_minted", f("ticket", &core::hub::AccessMinted::ticket),
          core::wire::secret(f("token", &core::hub::AccessMinted::token)));
template <>
inline constexpr auto kShape<core::hub::ApiPost> =
    shape("api_post", f("request", &core::hub::ApiPost::request), f("fence", &core::hub::ApiPost::fence),
          f("author", &core::hub::ApiPost::author), f("post", &core::hub::ApiPost::post));
template <>
inline constexpr auto kShape<core::hub::ApiLogout> =
    shape("api_logout", f("request", &core::hub::ApiLogout::request), f("account", &core::hub::ApiLogout::account),
          f("epoch", &core::hub::ApiLogout::epoch));
template <>
inline constexpr auto kShape<core::hub::ApiEndAccount> =
    shape("api_end_account", f("request", &core::hub::ApiEndAccount::request),
          f("account", &core::hub::ApiEndAccount::account), f("cause", &core::hub::ApiEndAccount::cause),
          f("password", &core::hub::ApiEndAccount::password), f("locked", &core::hub::ApiEndAccount::locked),
          f("password_version", &core::hub::ApiEndAccount::password_version), f("by", &core::hub::ApiEndAccount::by));
template <>
inline constexpr auto kShape<core::hub::Stopping> = shape("stopping");

}  // namespace workspace::capture
