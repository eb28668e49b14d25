#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "workspace/core/client/events.hpp"

namespace workspace::desktop {

/// Which page the window shows.
///
///     login --(live)--> chat --(terminal stop, S12)--> stopped --(live)--> chat
///       ^                 |  \--(link down)--> chat with a banner             |
///       +---(signed out)--+---------------------------------------------------+
///
/// A stop that answers a login stays on the login page, as a dialog or as words.
enum class Screen : std::uint8_t { login, chat, stopped };

/// Where the connection stands, as the window shows it.
class SessionState {
public:
    void apply(const core::client::PhaseChanged& change);
    void apply(const core::client::PresenceChanged& change) { count_ = change.count; }

    [[nodiscard]] Screen screen() const { return screen_; }
    [[nodiscard]] core::client::Phase phase() const { return change_.phase; }
    [[nodiscard]] bool live() const { return change_.phase == core::client::Phase::live; }
    /// A claim is under way that a person waits for.
    [[nodiscard]] bool busy() const;
    [[nodiscard]] const std::optional<core::wire::Person>& account() const { return account_; }
    [[nodiscard]] const std::string& login() const { return change_.login; }
    [[nodiscard]] const std::optional<core::client::Stop>& stop() const { return change_.stop; }
    [[nodiscard]] std::optional<core::MonotonicTime> retry_at() const { return change_.retry_at; }
    [[nodiscard]] const std::string& reason() const { return change_.reason; }
    /// The exact number of connected people; none while not live (P3).
    [[nodiscard]] std::optional<std::int64_t> count() const { return live() ? count_ : std::nullopt; }
    /// On the login page: the account is connected elsewhere, and a person may confirm (S6).
    [[nodiscard]] bool asks_to_take_over() const;

private:
    core::client::PhaseChanged change_;
    std::optional<core::wire::Person> account_;
    std::optional<std::int64_t> count_;
    Screen screen_ = Screen::login;
};

/// The banner over the conversation while the link is down; none while it is live.
struct Banner {
    std::string text;
    bool can_hurry = false;  ///< "Now" makes sense
};
[[nodiscard]] std::optional<Banner> banner_of(const SessionState& session, core::MonotonicTime now);

}  // namespace workspace::desktop
