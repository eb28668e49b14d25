#include "workspace/cli/session.hpp"

#include <iostream>

#include "workspace/cli/texts.hpp"
#include "workspace/host/server_url.hpp"

namespace workspace::cli {

Session::Session(const Options& options, const Place& place) {
    try {
        runner_ = std::make_unique<host::ClientRunner>(
            host::RunnerConfig{.ws_url = place.ws,
                               .data_dir = place.data_dir,
                               .workstation_label = options.label,
                               .workstation_override = options.workstation,
                               .presence = options.presence},
            [this](std::vector<core::client::Event> events) { console_.push(std::move(events)); });
    } catch (const std::runtime_error& error) {
        throw LocalProblem(error.what());
    }
    if (options.action != Action::json) {
        for (const auto& warning : runner_->warnings()) {
            std::cerr << warning << "\n";
        }
    }
}

void warn_if_plain(const Place& place) {
    const auto url = host::parse_server_url(place.url);
    if (!url.encrypted() && !url.is_loopback()) {
        std::cerr << texts::kPlainWarning << "\n";
    }
}

}  // namespace workspace::cli
