#include "workspace/cli/app.hpp"

#include <exception>
#include <iostream>

#include "workspace/cli/event_json.hpp"
#include "workspace/cli/session.hpp"
#include "workspace/cli/trust.hpp"

namespace workspace::cli {
namespace {

ExitCode run_action(const Options& options, const Place& place) {
    if (options.action != Action::status && options.action != Action::trust) {
        establish_trust(options, place);
    }
    switch (options.action) {
        case Action::json: return run_json(options, place);
        case Action::login: return run_login(options, place);
        case Action::logout: return run_logout(options, place);
        case Action::status: return run_status(options, place);
        case Action::trust: return run_trust(options, place);
        case Action::chat: break;
    }
    return run_chat(options, place);
}

Place checked_place_of(const Options& options) {
    try {
        return place_of(options);
    } catch (const std::runtime_error& error) {
        throw LocalProblem(error.what());
    }
}

/// On standard error for people; in `--json` as the last line as well, so that a script need not read both.
ExitCode complain(const Options& options, ExitCode code, std::string_view name, const std::string& words) {
    if (options.action == Action::json) {
        Console::print(error_line(name, words) + "\n");
    }
    std::cerr << words << "\n";
    return code;
}

}  // namespace

int run(int argc, const char* const* argv) {
    Options options;
    try {
        const auto parsed = parse_options(argc, argv);
        if (const auto* code = std::get_if<ExitCode>(&parsed)) {
            return static_cast<int>(*code);
        }
        options = std::get<Options>(parsed);
        return static_cast<int>(run_action(options, checked_place_of(options)));
    } catch (const LocalProblem& problem) {
        return static_cast<int>(complain(options, ExitCode::local, "local", problem.what()));
    } catch (const UntrustedServer& problem) {
        return static_cast<int>(complain(options, ExitCode::untrusted, "untrusted", problem.what()));
    } catch (const std::exception& error) {
        return static_cast<int>(complain(options, ExitCode::failed, "failed", error.what()));
    }
}

}  // namespace workspace::cli
