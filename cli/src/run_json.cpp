#include <string>

#include "workspace/cli/app.hpp"
#include "workspace/cli/command_json.hpp"
#include "workspace/cli/event_json.hpp"
#include "workspace/cli/session.hpp"
#include "workspace/host/boot_clock.hpp"

namespace workspace::cli {
namespace {

/// Lines in, commands to the client; events, lines out. Whoever reads sees each event in the order in which it happened,
/// whole lines only.
class JsonPipe {
public:
    explicit JsonPipe(Session& session) : session_(session) {}

    void greet(const Place& place) {
        std::string text = started_line({.server = place.url,
                                         .workstation = session_.runner().workstation_label(),
                                         .data_dir = place.data_dir.string()}) +
                           "\n";
        for (const auto& warning : session_.runner().warnings()) {
            text += warning_line(warning) + "\n";
        }
        print(text);
    }

    /// Until the client has ended.
    void run() {
        while (!ended_) {
            const Arrivals arrivals = session_.console().wait(true);
            show(arrivals.events);
            for (const auto& line : arrivals.lines) {
                obey(line);
            }
            if (!ended_ && (arrivals.input_ended || arrivals.interrupted || !readable_)) {
                session_.leave([this](const core::client::Event& event) { show({event}); });
                ended_ = true;
            }
        }
    }

private:
    void show(const std::vector<core::client::Event>& events) {
        std::string text;
        for (const auto& event : events) {
            if (const auto* change = std::get_if<core::client::RoomsChanged>(&event)) {
                rooms_ = change->rooms;
            }
            ended_ = ended_ || std::holds_alternative<core::client::Ended>(event);
            text += event_line(event, host::read_clock().mono) + "\n";
        }
        print(text);
    }

    void obey(const std::string& line) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) {
            return;
        }
        auto command = parse_command(line, rooms_);
        if (command) {
            session_.submit(std::move(command.value()));
        } else {
            print(error_line("bad_command", command.error().reason) + "\n");
        }
    }

    void print(const std::string& text) { readable_ = readable_ && Console::print(text); }

    Session& session_;
    std::vector<core::wire::Room> rooms_;
    bool ended_ = false;
    bool readable_ = true;
};

}  // namespace

ExitCode run_json(const Options& options, const Place& place) {
    Session session(options, place);
    JsonPipe pipe(session);
    pipe.greet(place);
    session.start();
    pipe.run();
    return ExitCode::ok;
}

}  // namespace workspace::cli
