#include "app/command_line.hpp"

#include <sodium.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <termios.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <optional>

#include "app/access_commands.hpp"
#include "app/administer.hpp"
#include "app/exit_code.hpp"
#include "app/own_certificate.hpp"
#include "app/serve.hpp"
#include "config/config_commands.hpp"
#include "config/limit_options.hpp"
#include "ops/backup_commands.hpp"
#include "ops/log_format.hpp"

namespace workspace::server {

namespace {

struct Settings {
    std::filesystem::path data_dir = "workspace-data";
    std::string log_format = "text";
    std::string policy = "ask";
    std::string tls_min = "1.3";
    std::filesystem::path config;
    ServeOptions serve;
    std::function<void(const ServeOptions&)> serving;  ///< what `serve` comes to
    NewAccount account;
    std::string role = "member";
    std::int64_t token = 0;
    bool password_stdin = false;
    bool pem = false;
    std::string text;
    std::string label = "unnamed";
    std::vector<std::string> scopes{"read", "post"};
};

/// Asks on the terminal without echo, or takes one line of standard input.
core::SecretText read_password(bool from_stdin) {
    termios before{};
    const bool hide = !from_stdin && ::isatty(STDIN_FILENO) != 0 && ::tcgetattr(STDIN_FILENO, &before) == 0;
    if (hide) {
        std::cerr << "Password: " << std::flush;
        termios silent = before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSANOW, &silent);
    }
    std::string line;
    std::getline(std::cin, line);
    if (hide) {
        ::tcsetattr(STDIN_FILENO, TCSANOW, &before);
        std::cerr << "\n";
    }
    if (line.empty()) {
        throw Failure(ExitCode::usage, "no password was given. Type one, or pipe it in with --password-stdin.");
    }
    return core::SecretText(line);
}

void add_cost(CLI::App& command, Argon2Cost& cost) {
    command.add_option("--argon2-memory-mib", cost.memory_mib, "Memory of a password check, in MiB")
        ->check(CLI::Range(8, 1024))
        ->capture_default_str();
    command.add_option("--argon2-ops", cost.ops, "Passes of a password check")
        ->check(CLI::Range(1, 10))
        ->capture_default_str();
}

core::ElsewherePolicy policy_named(const std::string& name) {
    using enum core::ElsewherePolicy;
    return name == "ask" ? ask : name == "reject" ? reject : takeover;
}

/// What the options say together.
const ServeOptions& chosen(Settings& settings) {
    settings.serve.data_dir = settings.data_dir;
    settings.serve.policy = policy_named(settings.policy);
    settings.serve.tls_at_least = settings.tls_min == "1.2" ? TlsVersion::v1_2 : TlsVersion::v1_3;
    return settings.serve;
}

/// Logs and metrics.
void add_watching(CLI::App& command, Settings& settings) {
    command.add_option("--log-level", settings.serve.log_level, "debug, info, warn or error")
        ->check(CLI::IsMember({"debug", "info", "warn", "error"}))
        ->capture_default_str();
    command.add_option("--log-format", settings.log_format, "text, or json: one object a line")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    command.add_option("--metrics-token-file", settings.serve.metrics_token_file,
                       "File with the token that reading /api/metrics takes; without it, only this computer may");
}

void add_tls_files(CLI::App& command, TlsFiles& files) {
    command.add_option("--tls-cert", files.certificate, "Certificate with its chain (PEM); else the data folder's own");
    command.add_option("--tls-key", files.key, "Its key (PEM)");
}

void add_capture(CLI::App& command, ServeOptions& options) {
    command.add_option("--capture", options.capture,
                       "Write what the hub is fed with to this file, redacted, for workspace-sim replay");
    command.add_option("--capture-max", options.capture_mib, "The capture ends at this size, in MiB")
        ->check(CLI::Range(1, 1024 * 1024))
        ->capture_default_str();
}

void add_serve(CLI::App& app, Settings& settings) {
    auto* serve_command = app.add_subcommand("serve", "Serve the clients");
    auto& options = settings.serve;
    serve_command->add_option("--listen", options.listen, "IP address to listen on")->capture_default_str();
    serve_command->add_option("--port", options.port, "Port; 0 takes any free one")
        ->check(CLI::Range(0, 65535))
        ->capture_default_str();
    serve_command->add_flag("--allow-plain", options.allow_plain, "Serve plain HTTP beyond this computer, unprotected");
    add_tls_files(*serve_command, options.tls);
    serve_command->add_option("--tls-min", settings.tls_min, "Oldest version of TLS that is spoken")
        ->check(CLI::IsMember({"1.2", "1.3"}))
        ->capture_default_str();
    serve_command->add_option("--policy", settings.policy, "When an account is live elsewhere")
        ->check(CLI::IsMember({"ask", "reject", "takeover"}))
        ->capture_default_str();
    add_limit_options(*serve_command, options);
    add_watching(*serve_command, settings);
    add_capture(*serve_command, options);
    add_cost(*serve_command, options.argon2);
    serve_command->footer(
        "Examples:\n"
        "  workspace-server serve --data-dir /var/lib/workspace\n"
        "  workspace-server serve --data-dir ./data --port 0\n"
        "  workspace-server serve --data-dir ./data --listen 0.0.0.0\n"
        "  workspace-server serve --data-dir ./data --listen 0.0.0.0 --tls-cert chat.pem --tls-key chat.key\n"
        "  workspace-server serve --data-dir ./data --capture monday.trace");
    serve_command->callback([&settings] { settings.serving(chosen(settings)); });
}

void add_user_commands(CLI::App& app, Settings& settings) {
    auto* user = app.add_subcommand("user", "Accounts")->require_subcommand(1);
    auto* add = user->add_subcommand("add", "Make an account; asks for the password");
    add->add_option("NAME", settings.account.login, "Login name")->required();
    add->add_option("--display", settings.account.name, "Name that others see; else the login name");
    add->add_option("--role", settings.role, "A guest is only in rooms it is invited to, a bot is counted apart")
        ->check(CLI::IsMember({"administrator", "member", "guest", "bot"}))
        ->capture_default_str();
    add->add_flag("--password-stdin", settings.password_stdin, "Take the password from standard input");
    add_cost(*add, settings.serve.argon2);
    add->footer(
        "Examples:\n"
        "  workspace-server user add alice --display \"Alice Martin\" --data-dir ./data\n"
        "  pwgen 20 1 | workspace-server user add bruno --password-stdin --data-dir ./data");
    add->callback([&settings] {
        settings.account.role = role_named(settings.role).value_or(Role::member);
        settings.account.password = read_password(settings.password_stdin);
        add_user(DataFolder(settings.data_dir), settings.account, settings.serve.argon2);
    });
    user->add_subcommand("list", "Show the accounts")->callback([&settings] {
        list_users(DataFolder::existing(settings.data_dir));
    });
}

void add_room_commands(CLI::App& app, Settings& settings) {
    auto* room = app.add_subcommand("room", "Rooms")->require_subcommand(1);
    auto* add = room->add_subcommand("add", "Make a room that everyone is in");
    add->add_option("NAME", settings.text, "The room's name")->required();
    add->footer("Example:\n  workspace-server room add \"Support\" --data-dir ./data");
    add->callback([&settings] { add_room(DataFolder(settings.data_dir), settings.text); });
    room->add_subcommand("list", "Show the rooms")->callback([&settings] {
        list_rooms(DataFolder::existing(settings.data_dir));
    });
}

void add_token_upkeep(CLI::App& token, Settings& settings) {
    token.add_subcommand("list", "Show the tokens, without their secrets")->callback([&settings] {
        list_tokens(DataFolder::existing(settings.data_dir));
    });
    auto* revoke = token.add_subcommand("revoke", "Take a token back: it is good for nothing from then on");
    revoke->add_option("ID", settings.token, "Its number in the list")->required();
    revoke->callback([&settings] { revoke_token(DataFolder::existing(settings.data_dir), settings.token); });
}

void add_token_commands(CLI::App& app, Settings& settings) {
    auto* token = app.add_subcommand("token", "API tokens, for scripts and bots")->require_subcommand(1);
    auto* create = token->add_subcommand("create", "Make a token for an account and print it, once");
    create->add_option("NAME", settings.text, "Login name of the account")->required();
    create->add_option("--label", settings.label, "What it is for")->capture_default_str();
    create->add_option("--scope", settings.scopes, "read, post; admin, if the account is an administrator")
        ->check(CLI::IsMember({"read", "post", "admin"}))
        ->capture_default_str();
    create->footer(
        "Example:\n"
        "  TOKEN=$(workspace-server token create backup-bot --scope read --data-dir ./data)\n"
        "  curl -H \"Authorization: Bearer $TOKEN\" http://127.0.0.1:4000/api/rooms");
    create->callback([&settings] {
        create_token(DataFolder::existing(settings.data_dir), settings.text, settings.label, settings.scopes);
    });
    add_token_upkeep(*token, settings);
}

void add_session_commands(CLI::App& app, Settings& settings) {
    auto* session = app.add_subcommand("session", "Who is connected, and why")->require_subcommand(1);
    session->add_subcommand("list", "Show the leases: who counts as connected")->callback([&settings] {
        list_sessions(DataFolder::existing(settings.data_dir));
    });
    auto* history = session->add_subcommand("history", "Show each change of an account's lease, with its cause");
    history->add_option("NAME", settings.text, "Login name")->required();
    history->callback([&settings] { session_history(DataFolder::existing(settings.data_dir), settings.text); });
}

void add_certificate_command(CLI::App& app, Settings& settings) {
    auto* certificate = app.add_subcommand("certificate", "Show what clients know this server by");
    add_tls_files(*certificate, settings.serve.tls);
    certificate->add_flag("--pem", settings.pem, "Print the certificate itself");
    certificate->callback(
        [&settings] { show_certificate(DataFolder::existing(settings.data_dir), settings.serve.tls, settings.pem); });
}

/// Options of `serve` and those that all commands take can be configured; they are laid before any command runs.
void configure(CLI::App& app, Configuration& configuration, const Settings& settings) {
    configuration.take_options_of(app);
    configuration.take_options_of(*app.get_subcommand("serve"));
    configuration.share_options_of(*app.get_subcommand("user")->get_subcommand("add"));
    configuration.share_options_of(*app.get_subcommand("certificate"));
    app.parse_complete_callback([&configuration, &settings] {
        std::error_code failed;
        if (!settings.config.empty() || std::filesystem::exists(Configuration::kUsualFile, failed)) {
            configuration.read(settings.config.empty() ? Configuration::kUsualFile : settings.config);
        }
        configuration.lay();
    });
}

/// The command line, made for one reading of it.
struct Program {
    explicit Program(std::function<void(const ServeOptions&)> serving);

    Settings settings;
    Configuration configuration{[](const std::string& name) { return std::getenv(name.c_str()); }};
    CLI::App app{"The server of Workspace, a self-hosted team chat.", "workspace-server"};
};

Program::Program(std::function<void(const ServeOptions&)> serving) {
    settings.serving = std::move(serving);
    app.set_version_flag("--version", std::string(WORKSPACE_VERSION));
    app.require_subcommand(1);
    app.fallthrough();
    app.add_option("--data-dir", settings.data_dir, "Folder with the database and the keys; made when missing")
        ->capture_default_str();
    app.add_option("--config", settings.config, "Configuration file (TOML); `config example` prints one")
        ->envname("WORKSPACE_CONFIG")
        ->configurable(false);
    app.footer(
        "Begin with:\n"
        "  workspace-server serve --data-dir ./data\n"
        "  workspace-server user add alice --data-dir ./data\n\n"
        "Exit codes: 0 done, 1 failed, 2 usage, 3 database, 4 port, 5 data folder, 6 refused, 7 disk failure.");
    add_serve(app, settings);
    add_user_commands(app, settings);
    add_room_commands(app, settings);
    add_token_commands(app, settings);
    add_session_commands(app, settings);
    add_access_commands(app, settings.data_dir);
    add_certificate_command(app, settings);
    add_backup_commands(app, settings.data_dir);
    add_config_commands(app, configuration, [this] {
        check(chosen(settings));
        check_given(settings.serve.tls, settings.serve.tls_at_least);
    });
    configure(app, configuration, settings);
}

/// What `serve` would do if it were started now. What a running server cannot change is said in the log.
ServeOptions read_again(int argc, const char* const* argv, const std::vector<Configuration::Value>& before) {
    std::optional<ServeOptions> fresh;
    Program program([&fresh](const ServeOptions& options) { fresh = options; });
    program.app.parse(argc, argv);
    check(fresh.value());
    const auto now = program.configuration.values();
    for (std::size_t i = 0; i < now.size(); ++i) {
        const auto& name = now[i].name;
        if (now[i].text != before[i].text && name != "log-level" && name != "metrics-token-file") {
            spdlog::warn("{} goes from {} to {} at the next start", name, before[i].text, now[i].text);
        }
    }
    return *fresh;
}

int run(CLI::App& app, int argc, const char* const* argv) {
    try {
        app.parse(argc, argv);
        return static_cast<int>(ExitCode::ok);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : static_cast<int>(ExitCode::usage);
    } catch (const Failure& failure) {
        std::cerr << "workspace-server: " << failure.what() << "\n";
        return static_cast<int>(failure.code);
    } catch (const std::exception& error) {
        std::cerr << "workspace-server: " << error.what() << "\n";
        return static_cast<int>(ExitCode::failed);
    }
}

}  // namespace

int run_command_line(int argc, const char* const* argv) {
    if (sodium_init() < 0) {
        std::cerr << "workspace-server: libsodium does not start on this computer\n";
        return static_cast<int>(ExitCode::failed);
    }
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("workspace-server", std::make_shared<spdlog::sinks::stderr_color_sink_mt>()));
    Program program([&program, argc, argv](ServeOptions options) {
        spdlog::set_formatter(log_formatter(program.settings.log_format == "json" ? LogFormat::json : LogFormat::text));
        spdlog::set_level(spdlog::level::from_str(options.log_level));
        options.reread = [argc, argv, before = program.configuration.values()] {
            return read_again(argc, argv, before);
        };
        serve(options);
    });
    return run(program.app, argc, argv);
}

}  // namespace workspace::server
