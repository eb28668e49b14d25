#pragma once

#include "capture/input_shapes.hpp"

/// The hub's outputs, and all that they hold.
namespace workspace::capture {

template <>
inline constexpr auto kShape<core::TakeoverConsent> =
    shape("consent", f("claimant", &core::TakeoverConsent::claimant), f("holder", &core::TakeoverConsent::holder),
          f("expires", &core::TakeoverConsent::expires));
template <>
inline constexpr auto kShape<core::ProbeEvidence> =
    shape("evidence", f("account", &core::ProbeEvidence::account), f("epoch", &core::ProbeEvidence::epoch),
          f("answered", &core::ProbeEvidence::answered));
template <>
inline constexpr auto kShape<core::Claim> =
    shape("claim", f("account", &core::Claim::account), f("workstation", &core::Claim::workstation),
          f("hint", &core::Claim::hint), f("os_boot", &core::Claim::os_boot), f("session", &core::Claim::session),
          f("password_version", &core::Claim::password_version), f("by_person", &core::Claim::by_person),
          f("consent", &core::Claim::consent), f("evidence", &core::Claim::evidence),
          f("probe_rounds", &core::Claim::probe_rounds));
template <>
inline constexpr auto kShape<core::Admit> = shape(
    "admit", f("claim", &core::Admit::claim), f("label", &core::Admit::workstation_label),
    f("presented", &core::Admit::presented), f("fresh", &core::Admit::fresh),
    f("fresh_session", &core::Admit::fresh_session), f("policy", &core::Admit::policy), f("now", &core::Admit::now));
template <>
inline constexpr auto kShape<core::Detach> =
    shape("detach", f("account", &core::Detach::account), f("epoch", &core::Detach::epoch),
          f("cause", &core::Detach::cause), f("now", &core::Detach::now));
template <>
inline constexpr auto kShape<core::EndLease> =
    shape("end_lease", f("account", &core::EndLease::account), f("epoch", &core::EndLease::epoch),
          f("only_detached", &core::EndLease::only_detached), f("end_session", &core::EndLease::end_session),
          f("cause", &core::EndLease::cause), f("now", &core::EndLease::now));
template <>
inline constexpr auto kShape<core::EndAccount> =
    shape("end_account", f("account", &core::EndAccount::account), f("cause", &core::EndAccount::cause),
          f("password", &core::EndAccount::password), f("locked", &core::EndAccount::locked),
          f("now", &core::EndAccount::now), f("password_version", &core::EndAccount::password_version),
          f("by", &core::EndAccount::by));
template <>
inline constexpr auto kShape<core::Append> =
    shape("append", f("fence", &core::Append::fence), f("author", &core::Append::author),
          f("post", &core::Append::post), f("at", &core::Append::at));
template <>
inline constexpr auto kShape<core::PageQuery> =
    shape("query", f("anchor", &core::PageQuery::anchor), f("seq", &core::PageQuery::seq),
          f("limit", &core::PageQuery::limit));
template <>
inline constexpr auto kShape<core::ReadPage> =
    shape("read_page", f("reader", &core::ReadPage::reader), f("room", &core::ReadPage::room),
          f("query", &core::ReadPage::query));
template <>
inline constexpr auto kShape<core::ReadSync> =
    shape("read_sync", f("reader", &core::ReadSync::reader), f("room", &core::ReadSync::room),
          f("cursor", &core::ReadSync::cursor));
template <>
inline constexpr auto kShape<core::FindPosts> =
    shape("find_posts", f("author", &core::FindPosts::author), f("cids", &core::FindPosts::cids));
template <>
inline constexpr auto kShape<core::MarkRead> =
    shape("mark_read", f("fence", &core::MarkRead::fence), f("reader", &core::MarkRead::reader),
          f("room", &core::MarkRead::room), f("epoch", &core::MarkRead::epoch), f("seq", &core::MarkRead::seq));
template <>
inline constexpr auto kShape<core::ReadMarkers> =
    shape("read_markers", f("reader", &core::ReadMarkers::reader), f("rooms", &core::ReadMarkers::rooms));
template <>
inline constexpr auto kShape<core::SetStatus> =
    shape("set_status", f("fence", &core::SetStatus::fence), f("status", &core::SetStatus::status));
template <>
inline constexpr auto kShape<core::ReadMembers> =
    shape("read_members", f("reader", &core::ReadMembers::reader), f("room", &core::ReadMembers::room));

template <>
inline constexpr auto kShape<core::hub::Send> =
    shape("send", f("connection", &core::hub::Send::connection), f("text", &core::hub::Send::text));
template <>
inline constexpr auto kShape<core::hub::Broadcast> =
    shape("broadcast", f("audience", &core::hub::Broadcast::audience), f("text", &core::hub::Broadcast::text));
template <>
inline constexpr auto kShape<core::hub::Close> =
    shape("close", f("connection", &core::hub::Close::connection), f("code", &core::hub::Close::code));
template <>
inline constexpr auto kShape<core::hub::AskStore> =
    shape("ask_store", f("ticket", &core::hub::AskStore::ticket), f("operation", &core::hub::AskStore::operation));
template <>
inline constexpr auto kShape<core::hub::Credentials> =
    shape("credentials", f("login", &core::hub::Credentials::name), f("password", &core::hub::Credentials::password));
template <>
inline constexpr auto kShape<core::hub::CheckProof> =
    shape("check_proof", f("ticket", &core::hub::CheckProof::ticket),
          f("credentials", &core::hub::CheckProof::credentials), f("workstation", &core::hub::CheckProof::workstation),
          f("challenge", &core::hub::CheckProof::challenge), f("connection", &core::hub::CheckProof::connection));
template <>
inline constexpr auto kShape<core::hub::MintAccess> =
    shape("mint_access", f("ticket", &core::hub::MintAccess::ticket), f("account", &core::hub::MintAccess::account),
          f("session", &core::hub::MintAccess::session), f("epoch", &core::hub::MintAccess::epoch));
template <>
inline constexpr auto kShape<core::hub::ApiLoggedOut> = shape("logged_out");
template <>
inline constexpr auto kShape<core::hub::ApiAccountEnded> = shape("account_ended");
template <>
inline constexpr auto kShape<core::hub::ApiAnswer> =
    shape("api_answer", f("request", &core::hub::ApiAnswer::request), f("result", &core::hub::ApiAnswer::result));
template <>
inline constexpr auto kShape<core::hub::LeaseNotice> =
    shape("lease_notice", f("account", &core::hub::LeaseNotice::account),
          f("account_name", &core::hub::LeaseNotice::account_name), f("epoch", &core::hub::LeaseNotice::epoch),
          f("cause", &core::hub::LeaseNotice::cause));

}  // namespace workspace::capture
