// login, logout and status: they connect, do one thing, and leave.
#include <unistd.h>
#include <chrono>
#include <iostream>
#include <optional>

#include "workspace/cli/app.hpp"
#include "workspace/cli/session.hpp"
#include "workspace/cli/texts.hpp"
#include "workspace/host/client_store.hpp"
#include "workspace/host/folder_lock.hpp"

namespace workspace::cli {
namespace {

namespace client = core::client;

/// A server that takes longer than its own probes and password hashing may take is as good as unreachable.
constexpr std::chrono::seconds kPatience{30};

/// Waits until the client has come to rest: admitted, refused, signed out, or without a link. None when interrupted.
class Outcome {
public:
    explicit Outcome(Session& session) : session_(session) {}

    std::optional<client::PhaseChanged> next() {
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        while (true) {
            const Arrivals arrivals = session_.console().wait(false, deadline);
            std::optional<client::PhaseChanged> settled;
            for (const auto& event : arrivals.events) {
                take(event, settled);
            }
            if (settled) {
                return settled;
            }
            if (arrivals.interrupted) {
                return std::nullopt;
            }
            if (arrivals.late) {
                return client::PhaseChanged{.phase = client::Phase::waiting,
                                            .account = {},
                                            .login = {},
                                            .retry_at = {},
                                            .stop = {},
                                            .reason = "no answer"};
            }
        }
    }

private:
    void take(const client::Event& event, std::optional<client::PhaseChanged>& settled) {
        const auto* change = std::get_if<client::PhaseChanged>(&event);
        if (change == nullptr) {
            return;
        }
        // What is told before the first try is where we start from, not an answer.
        tried_ = tried_ || change->phase == client::Phase::connecting;
        if (tried_ && change->phase != client::Phase::connecting) {
            settled = *change;
        } else {
            settled.reset();
        }
    }

    Session& session_;
    bool tried_ = false;
};

std::optional<std::string> password_for(const Options& options, Console& console) {
    auto password = options.password_stdin || ::isatty(STDIN_FILENO) == 0
                        ? console.read_line()
                        : console.ask_password(texts::password_prompt(options.name));
    return password && password->empty() ? std::nullopt : password;
}

/// Whether the person wants the account that is connected elsewhere (S6).
bool wants_take_over(const Options& options, const client::Stop& stop, Console& console) {
    if (!stop.may_use_here || stop.needs_password) {
        return false;
    }
    if (options.take_over) {
        return true;
    }
    if (::isatty(STDIN_FILENO) == 0) {
        return false;
    }
    Console::print(texts::stopped(stop) + "\n" + std::string(texts::kTakeOverQuestion));
    const auto answer = console.read_line();
    return answer && (answer->starts_with('y') || answer->starts_with('Y'));
}

ExitCode explain(const client::PhaseChanged& change, const Place& place) {
    if (!change.stop) {
        std::cerr << texts::unreachable(place.url, change.reason) << "\n";
        return ExitCode::unreachable;
    }
    std::cerr << texts::stopped(*change.stop) << "\n";
    if (change.stop->may_use_here && !change.stop->needs_password) {
        std::cerr << texts::kTakeOverOption << "\n";
    }
    return exit_code_of(*change.stop);
}

}  // namespace

ExitCode run_login(const Options& options, const Place& place) {
    warn_if_plain(place);
    Session session(options, place);
    auto password = password_for(options, session.console());
    if (!password) {
        std::cerr << texts::kNoPassword << "\n";
        return ExitCode::usage;
    }
    session.submit(client::SignIn{.name = options.name, .password = core::SecretText(std::move(*password))});
    session.start();
    Outcome outcome(session);
    auto change = outcome.next();
    if (change && change->stop && wants_take_over(options, *change->stop, session.console())) {
        session.submit(client::UseHere{});
        change = outcome.next();
    }
    if (!change) {
        session.leave();
        return ExitCode::failed;
    }
    if (change->phase != client::Phase::live) {
        const ExitCode code = explain(*change, place);
        session.leave();
        return code;
    }
    session.leave();
    remember_server(place);
    Console::print(texts::logged_in(change->account.value_or(core::wire::Person{}), options.name, place.url) + "\n");
    return ExitCode::ok;
}

ExitCode run_logout(const Options& options, const Place& place) {
    Session session(options, place);
    if (!session.runner().restored_session()) {
        std::cerr << texts::kNotLoggedIn << "\n";
        return ExitCode::refused;
    }
    session.start();
    Outcome outcome(session);
    auto change = outcome.next();
    if (change && (change->phase == client::Phase::live || change->phase == client::Phase::stopped)) {
        session.submit(client::SignOut{});
        change = outcome.next();
    }
    if (change && change->phase == client::Phase::signed_out) {
        Console::print(std::string(texts::kLoggedOut) + "\n");
        return ExitCode::ok;
    }
    const ExitCode code = change ? explain(*change, place) : ExitCode::failed;
    session.leave();
    return code;
}

ExitCode run_status(const Options& options, const Place& place) {
    (void)options;
    std::error_code error;
    if (host::FolderLock::is_held(place.data_dir)) {
        Console::print("A client is running with " + place.data_dir.string() + ".\n");
        return ExitCode::ok;
    }
    std::optional<client::SavedSession> saved;
    if (std::filesystem::exists(place.data_dir / "client.db", error)) {
        const host::FolderLock lock(place.data_dir);
        saved = host::ClientStore(place.data_dir, place.ws).load().session;
    }
    if (!saved) {
        Console::print(std::string(texts::kNotLoggedIn) + "\n");
        return ExitCode::refused;
    }
    Console::print(texts::logged_in(saved->account, saved->login, place.url) + "\n");
    return ExitCode::ok;
}

}  // namespace workspace::cli
