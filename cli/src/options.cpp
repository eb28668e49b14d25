#include "workspace/cli/options.hpp"

#include <stdexcept>

#include <CLI/CLI.hpp>

#include "workspace/host/connection_settings.hpp"
#include "workspace/host/paths.hpp"
#include "workspace/host/private_files.hpp"
#include "workspace/host/server_trust.hpp"
#include "workspace/host/server_url.hpp"

#ifndef WORKSPACE_VERSION
#define WORKSPACE_VERSION "0.1.0"
#endif

namespace workspace::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  workspace-cli login alice --server https://chat.example.org:4000
  workspace-cli chat general
  echo "the build is green" | workspace-cli chat general
  workspace-cli logout
  workspace-cli --json --data-dir /tmp/bot --workstation bot-1     (one JSON object a line, both ways)

Exit codes: 0 done, 1 unexpected, 2 command line, 3 server not reached, 4 refused: log in (again),
5 connected elsewhere or workstation busy, 6 session displaced or ended by others, 7 data folder or settings,
8 the server's certificate is not trusted.)";

constexpr std::size_t kServerFileBytesMax = 4096;

std::filesystem::path server_file(const std::filesystem::path& data_dir) {
    return data_dir / "server";
}

/// Empty when `text` is a server's address.
std::string complaint_about_address(std::string& text) {
    try {
        static_cast<void>(host::parse_server_url(text));
        return {};
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

/// Empty when `text` is a fingerprint, which is then written as all are.
std::string complaint_about_fingerprint(std::string& text) {
    auto fingerprint = host::parse_fingerprint(text);
    if (!fingerprint) {
        return "a fingerprint has 64 hexadecimal digits, as `workspace-server certificate` prints them";
    }
    text = std::move(*fingerprint);
    return {};
}

void add_common(CLI::App& app, Options& options) {
    app.add_option("--server", options.server, "the server: https://host:port, or http://… on this computer")
        ->check(CLI::Validator(&complaint_about_address, "URL"));
    app.add_option("--env", options.environment, "environment of connection.json (local, proxmox, production ...)")
        ->excludes("--server");
    app.add_option("--data-dir", options.data_dir, "where session and outbox are kept (default: the user's own)");
    app.add_option("--workstation", options.workstation,
                   "be a made-up computer of this name: for tests and bots, several on one machine");
    app.add_option("--label", options.label, "what this computer is called (default: its name)");
    app.add_option("--presence", options.presence, "who is connected: people, or only their count")
        ->transform(CLI::CheckedTransformer(std::map<std::string, core::wire::PresenceWish>{
            {"people", core::wire::PresenceWish::people}, {"count", core::wire::PresenceWish::count}}))
        ->option_text("people|count");
    app.add_option("--accept-fingerprint", options.accept_fingerprint,
                   "trust the server if its certificate has this SHA-256")
        ->transform(CLI::Validator(&complaint_about_fingerprint, "SHA256"));
    app.add_flag("--json", options.json, "one JSON event a line out, one JSON command a line in");
}

void add_commands(CLI::App& app, Options& options) {
    auto* login = app.add_subcommand("login", "log in and keep the session");
    login->add_option("NAME", options.name, "login name")->required();
    login->add_flag("--password-stdin", options.password_stdin, "read the password from the first line of stdin");
    login->add_flag("--take-over", options.take_over, "disconnect the account where else it is connected");
    login->callback([&options] { options.action = Action::login; });

    auto* chat = app.add_subcommand("chat", "talk; lines of stdin are said, /help lists commands (the default)");
    chat->add_option("ROOM", options.room, "a room's name or number (default: the first)");
    chat->callback([&options] { options.action = Action::chat; });

    app.add_subcommand("logout", "end the session, at once")->callback([&options] { options.action = Action::logout; });
    app.add_subcommand("status", "who is logged in here")->callback([&options] { options.action = Action::status; });
    auto* trust = app.add_subcommand("trust", "look at the server's certificate, and accept it or forget it");
    trust->add_flag("--forget", options.forget, "forget the certificate that was accepted");
    trust->callback([&options] { options.action = Action::trust; });
    for (auto* command : app.get_subcommands({})) {
        command->fallthrough();
    }
}

/// The environment that was named, or the one that this folder last logged in to, or that of the settings' mode.
host::Environment environment_of(const Options& options, const std::filesystem::path& data_dir) {
    if (!options.server.empty()) {
        return host::environment_of(options.server);
    }
    if (options.environment.empty()) {
        if (const auto remembered = host::read_file(server_file(data_dir), kServerFileBytesMax)) {
            return host::environment_of(std::string_view(*remembered).substr(0, remembered->find('\n')));
        }
    }
    auto settings = host::load_connection_settings(host::connection_files());
    if (!options.environment.empty()) {
        settings.mode = options.environment;
    }
    if (auto found = settings.current()) {
        return *found;
    }
    std::string known;
    for (const auto& [name, environment] : settings.environments) {
        known += (known.empty() ? "" : ", ") + name;
    }
    throw std::runtime_error("There is no environment '" + settings.mode + "' in connection.json; known: " + known +
                             ".");
}

}  // namespace

std::variant<Options, ExitCode> parse_options(int argc, const char* const* argv) {
    Options options;
    CLI::App app{"workspace-cli: Workspace in a terminal, for people, scripts and bots", "workspace-cli"};
    app.set_version_flag("--version", std::string("workspace-cli ") + WORKSPACE_VERSION);
    app.footer(kExamples);
    app.require_subcommand(0, 1);
    add_common(app, options);
    add_commands(app, options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? ExitCode::ok : ExitCode::usage;
    }
    if (options.json && options.action == Action::chat) {
        options.action = Action::json;
    }
    return options;
}

Place place_of(const Options& options) {
    const auto data_dir = options.data_dir.empty() ? host::default_data_dir() : options.data_dir;
    const auto environment = environment_of(options, data_dir);
    return {.data_dir = data_dir, .url = environment.url, .ws = environment.ws};
}

void remember_server(const Place& place) {
    host::write_private_file(server_file(place.data_dir), place.url + "\n");
}

}  // namespace workspace::cli
