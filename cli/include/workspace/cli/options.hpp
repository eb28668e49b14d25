#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "workspace/cli/exit_code.hpp"
#include "workspace/core/wire/messages.hpp"

namespace workspace::cli {

enum class Action : std::uint8_t { chat, json, login, logout, status, trust };

/// What the command line asks for.
struct Options {
    Action action = Action::chat;
    std::filesystem::path data_dir;  ///< empty: the person's own
    std::string server;              ///< http://… or ws://…; empty: the environment's
    std::string environment;         ///< of connection.json; empty: its mode
    std::string workstation;         ///< empty: this computer
    std::string label;
    core::wire::PresenceWish presence = core::wire::PresenceWish::people;
    std::string name;  ///< to log in
    std::string room;  ///< to open
    bool password_stdin = false;
    bool take_over = false;
    bool json = false;
    std::string accept_fingerprint;  ///< of a server's certificate; empty: a person is asked
    bool forget = false;             ///< the certificate that was accepted
};

/// The options, or the exit code after help, version or a mistake was printed.
[[nodiscard]] std::variant<Options, ExitCode> parse_options(int argc, const char* const* argv);

/// Data folder and server as they are used, from options, settings and what the last login left in the folder. Throws
/// std::runtime_error, in words.
struct Place {
    std::filesystem::path data_dir;
    std::string url;  ///< http://host:port
    std::string ws;   ///< ws://host:port/ws
};
[[nodiscard]] Place place_of(const Options& options);

/// Makes `--server` the default of this data folder.
void remember_server(const Place& place);

}  // namespace workspace::cli
