#include "workspace/cli/trust.hpp"

#include <unistd.h>
#include <chrono>
#include <iostream>
#include <optional>

#include <boost/asio/io_context.hpp>

#include "workspace/cli/app.hpp"
#include "workspace/cli/console.hpp"
#include "workspace/cli/session.hpp"
#include "workspace/cli/texts.hpp"
#include "workspace/host/connector.hpp"
#include "workspace/host/server_trust.hpp"

namespace workspace::cli {
namespace {

/// Who is on a network that swallows everything waits no longer than this.
constexpr std::chrono::seconds kLookWithin{5};

struct Look {
    std::optional<host::ServerCertificate> shown;
    std::string reason;  ///< why there is none
};

/// Connects as far as the certificate, and no further.
Look look_at(const host::ServerUrl& server) {
    Look look;
    boost::asio::io_context context;
    host::Connector connector(context, server,
                              {.judge =
                                   [&](const host::ServerCertificate& shown) {
                                       look.shown = shown;
                                       return std::string("looked at");
                                   },
                               .opened = [] {},
                               .frame = [](std::string_view) {},
                               .closed =
                                   [&](std::optional<std::uint16_t>, std::string reason) {
                                       look.reason = std::move(reason);
                                       context.stop();
                                   }});
    connector.open();
    context.run_for(kLookWithin);
    return look;
}

bool is_accepted(const Options& options, const host::ServerCertificate& shown, const Place& place) {
    if (!options.accept_fingerprint.empty()) {
        return options.accept_fingerprint == shown.fingerprint;
    }
    if (options.json || ::isatty(STDIN_FILENO) == 0) {
        return false;
    }
    Console console;
    Console::print(texts::trust_question(place.url, shown.fingerprint));
    const auto answer = console.read_line();
    return answer && *answer == "yes";
}

void accept_or_throw(const Options& options, const Place& place, const host::ServerCertificate& shown) {
    const auto server = host::parse_server_url(place.ws);
    host::TrustedServers trusted(place.data_dir);
    const auto accepted = trusted.find(server);
    const auto trust = host::judge(shown, accepted);
    if (trust == host::Trust::unknown && is_accepted(options, shown, place)) {
        trusted.remember(server, shown.fingerprint);
    } else if (trust != host::Trust::trusted) {
        throw UntrustedServer(texts::untrusted(place.url, words_of(trust, shown, accepted)) +
                              (trust == host::Trust::unknown ? std::string(texts::kHowToTrust) : ""));
    }
}

}  // namespace

void establish_trust(const Options& options, const Place& place) {
    const auto server = host::parse_server_url(place.ws);
    if (!server.encrypted()) {
        return;
    }
    if (const auto look = look_at(server); look.shown) {
        try {
            accept_or_throw(options, place, *look.shown);
        } catch (const UntrustedServer&) {
            throw;
        } catch (const std::runtime_error& error) {
            throw LocalProblem(error.what());
        }
    }
}

ExitCode run_trust(const Options& options, const Place& place) {
    const auto server = host::parse_server_url(place.ws);
    if (!server.encrypted()) {
        Console::print(texts::not_encrypted(place.url));
        return ExitCode::ok;
    }
    host::TrustedServers trusted(place.data_dir);
    if (options.forget) {
        Console::print(trusted.forget(server) ? texts::forgotten(place.url) : texts::nothing_accepted(place.url));
        return ExitCode::ok;
    }
    const auto look = look_at(server);
    if (!look.shown) {
        std::cerr << texts::unreachable(place.url, look.reason) << "\n";
        return ExitCode::unreachable;
    }
    accept_or_throw(options, place, *look.shown);
    Console::print(texts::trusted(place.url, look.shown->fingerprint, !trusted.find(server)));
    return ExitCode::ok;
}

}  // namespace workspace::cli
