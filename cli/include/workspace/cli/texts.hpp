#pragma once

#include <string>
#include <string_view>

#include "workspace/core/client/events.hpp"

/// All that workspace-cli says to people, in one place.
namespace workspace::cli::texts {

inline constexpr std::string_view kChatHelp =
    "  TEXT          say it in this room\n"
    "  /join ROOM    another room          /rooms     all rooms\n"
    "  /who          who is connected      /older     earlier messages\n"
    "  /edit TEXT    change your last message          /delete    take it back\n"
    "  /react EMOJI  to the last message               /members   who is in this room\n"
    "  /find         public rooms                      /enter NUMBER   become a member of one\n"
    "  /create NAME  a public room         /private NAME   a private one\n"
    "  /dm LOGIN     a room of two         /invite LOGIN   somebody into this room\n"
    "  /leave        this room             /archive   close it for good\n"
    "  /away [TEXT], /busy [TEXT], /back   what others see of you\n"
    "  /login NAME   log in                /logout    log out, at once\n"
    "  /here         use this account here, where it is connected elsewhere\n"
    "  /retry        send again what was refused       /discard   throw it away\n"
    "  /now          connect now           /quit      leave; the session stays\n"
    "  //TEXT        say /TEXT\n";

inline constexpr std::string_view kNotLoggedIn = "Not logged in: workspace-cli login NAME";
inline constexpr std::string_view kLogInFirst = "Not logged in. Type /login NAME.";
inline constexpr std::string_view kNoPassword = "No password was given.";
inline constexpr std::string_view kNotText = "That is not UTF-8 text; it was not sent.";
inline constexpr std::string_view kNoRoom = "There is no room yet.";
inline constexpr std::string_view kNothingFailed = "Nothing was refused.";
inline constexpr std::string_view kNoMessage = "There is no such message in this room.";
inline constexpr std::string_view kNotANumber = "Which room? /find lists them with their numbers.";
inline constexpr std::string_view kNothingOlder = "This is the beginning of the room.";
inline constexpr std::string_view kLoggedOut = "Logged out.";
inline constexpr std::string_view kBye = "Bye. The session stays: the next start needs no password.";
inline constexpr std::string_view kTakeOverQuestion = "Disconnect it and continue here? [y/N] ";
inline constexpr std::string_view kHowToUseHere = "Type /here to disconnect it and continue here.";
inline constexpr std::string_view kTakeOverOption = "Add --take-over to disconnect it and continue here.";
inline constexpr std::string_view kPlainWarning =
    "Warning: the connection to this server is not encrypted; passwords and messages can be read on the way.";

inline constexpr std::string_view kHowToTrust =
    " `workspace-cli trust` asks on a terminal; a script says --accept-fingerprint SHA256.";

[[nodiscard]] std::string_view name_of(core::wire::Availability availability);
/// "joined this room", "invited Bob", …: what follows a name.
[[nodiscard]] std::string what_happened(core::wire::EventKind kind, const std::string& whom);
[[nodiscard]] std::string password_prompt(std::string_view login);
[[nodiscard]] std::string unknown_command(std::string_view command);
[[nodiscard]] std::string unknown_room(std::string_view room);
[[nodiscard]] std::string logged_in(const core::wire::Person& account, std::string_view login, std::string_view server);
/// "3 connected: Alice, Bruno, Chloé", or "— connected" while that is not known (P3).
[[nodiscard]] std::string connected(const core::client::PresenceChanged& presence);
/// "no connection (why); next try in 4 s".
[[nodiscard]] std::string waiting(std::string_view reason, core::Duration wait);
[[nodiscard]] std::string unreachable(std::string_view server, std::string_view reason);
[[nodiscard]] std::string untrusted(std::string_view server, std::string_view why);
/// Ends in front of the answer, which is "yes" or anything else.
[[nodiscard]] std::string trust_question(std::string_view server, std::string_view fingerprint);
/// The answers of `trust`, as lines.
[[nodiscard]] std::string trusted(std::string_view server, std::string_view fingerprint, bool vouched);
[[nodiscard]] std::string forgotten(std::string_view server);
[[nodiscard]] std::string nothing_accepted(std::string_view server);
[[nodiscard]] std::string not_encrypted(std::string_view server);
/// One or two sentences: what happened, who holds it, what to do.
[[nodiscard]] std::string stopped(const core::client::Stop& stop);
/// "2 minutes", "5 s".
[[nodiscard]] std::string span(std::int64_t ms);

}  // namespace workspace::cli::texts
