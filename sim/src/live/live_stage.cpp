#include "live/live_stage.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "workspace/core/wire/codec.hpp"
#include "workspace/host/boot_clock.hpp"
#include "workspace/host/server_url.hpp"

namespace workspace::sim {

using namespace core;

namespace {

constexpr Duration kServerStartsWithin = seconds{30};
constexpr Duration kServerEndsWithin = seconds{15};
/// What nobody tells us of is looked at this often.
constexpr Duration kLookEvery = milliseconds{20};
constexpr std::size_t kLogShown = 2000;

/// The made-up key of a computer is the secret half of the one that it has here.
host::WorkstationKeyPair key_pair_of(const Program& program) {
    return host::WorkstationKeyPair::from_seed(program.computer.key.value);
}

}  // namespace

LiveStage::LiveStage(const LiveOptions& options)
    : Stage(options.seed),
      options_(options),
      origin_(host::read_clock().mono),
      signals_(context_, SIGINT, SIGTERM),
      file_(options.folder) {
    signals_.async_wait([this](const boost::system::error_code& error, int) { interrupted_ = !error; });
}

LiveStage::~LiveStage() = default;

MonotonicTime LiveStage::time() const {
    return kBegin + (host::read_clock().mono - origin_);
}

/// What has arrived is read before timers are judged (S9).
bool LiveStage::until(const std::function<bool()>& done, Duration at_most) {
    const MonotonicTime end = time() + at_most;
    while (!done()) {
        look_after_server();
        context_.restart();
        bool did_something = context_.poll() > 0;
        const MonotonicTime now = time();
        while (agenda_.next() <= now) {
            agenda_.take()();
            did_something = true;
        }
        if (interrupted_) {
            throw std::runtime_error("interrupted");
        }
        if (now >= end) {
            return done();
        }
        if (!did_something) {
            context_.run_one_for(std::min({end - now, agenda_.next() - now, kLookEvery}));
        }
    }
    return true;
}

// ---- the population ------------------------------------------------------------------------------------------------

AccountId LiveStage::person(const std::string& login, bool bot) {
    return people_[login] = file_.add_person(login, bot);
}

RoomId LiveStage::room(const std::string& name) {
    return rooms_[name] = file_.add_room(name);
}

void LiveStage::settles_in(Program& program) {
    Network& network = networks_[&program];
    network.proxy = std::make_unique<FaultProxy>(
        FaultProxy::Ground{.context = context_,
                           .now = [this] { return time(); },
                           .at = [this](MonotonicTime at, Agenda::Work work) { agenda_.at(at, std::move(work)); },
                           .server_port = [this] { return server_ ? server_->port() : std::uint16_t{0}; }},
        program.link, program.seed);
    const auto end = [this, &program](const client::Input& input) {
        when_awake(program, [this, &program, input] {
            if (program.runs()) {
                feed(program, input);
            }
        });
    };
    network.connector = std::make_unique<host::Connector>(
        context_, host::parse_server_url("ws://127.0.0.1:" + std::to_string(network.proxy->port()) + "/ws"),
        host::ConnectorHandlers{.judge = {},
                                .opened = [end] { end(client::SocketOpened{}); },
                                .frame =
                                    [this, &program](std::string_view text) {
                                        when_awake(program, [this, &program, text = std::string(text)] {
                                            if (program.runs()) {
                                                frame_arrives(program, text);
                                            }
                                        });
                                    },
                                .closed =
                                    [end](std::optional<std::uint16_t> code, std::string reason) {
                                        end(client::SocketClosed{.code = code, .reason = std::move(reason)});
                                    }});
}

// ---- what a program asks for ---------------------------------------------------------------------------------------

WorkstationKey LiveStage::key_of(const Program& program) const {
    return key_pair_of(program).public_key();
}

Signature LiveStage::sign(const Program& program, const Challenge& challenge) const {
    const testing::FakeWorkstation& computer = program.computer;
    return key_pair_of(program).sign(wire::claim_bytes(challenge, computer.hint, computer.os_boot));
}

void LiveStage::open_socket(Program& program) {
    network_of(program).connector->open();
}

void LiveStage::close_socket(Program& program) {
    network_of(program).connector->close();
}

void LiveStage::send_up(Program& program, std::string text) {
    network_of(program).connector->send(std::move(text));
}

void LiveStage::drop_socket(Program& program) {
    network_of(program).connector->drop();
}

void LiveStage::told(const Program& program, const client::Event& event) {
    const auto* post = std::get_if<client::PostChanged>(&event);
    if (post != nullptr && post->state == client::PostState::sent && post->seq) {
        acknowledged_.push_back({program.name, post->room, post->cid, *post->seq});
    }
}

// ---- the network ---------------------------------------------------------------------------------------------------

void LiveStage::cut(Program& program) {
    network_of(program).proxy->cut();
}

void LiveStage::reset(Program& program) {
    network_of(program).proxy->reset();
}

void LiveStage::connection_darkens(Program& program, bool up, bool down) {
    network_of(program).proxy->darken(up, down);
}

void LiveStage::goes_on_reading(Program& program) {
    network_of(program).proxy->read_again();
}

// ---- the server ----------------------------------------------------------------------------------------------------

void LiveStage::start_server() {
    if (server_) {
        return;
    }
    file_.close();
    std::vector<std::string> argv{options_.server.string(), "serve",  "--data-dir",
                                  options_.folder.string(), "--port", "0"};
    argv.insert(argv.end(), options_.arguments.begin(), options_.arguments.end());
    server_ = std::make_unique<ServerProcess>(
        context_, ServerProcess::Options{.argv = argv, .environment = options_.environment, .log = log()});
    const bool listens = until([this] { return !server_ || server_->port() != 0; }, kServerStartsWithin);
    if (!listens) {
        report({"S10", "the server does not listen within 30 s: " + log_tail(), "server", {}});
    }
}

void LiveStage::kill_server() {
    server_.reset();
}

void LiveStage::stop_server() {
    if (!server_) {
        return;
    }
    const std::unique_ptr<ServerProcess> stopping = std::move(server_);
    stopping->stop();
    if (!until([&] { return stopping->ended().has_value(); }, kServerEndsWithin)) {
        report({"S10", "the server does not end within 15 s of being asked: " + log_tail(), "server", {}});
    } else if (stopping->ended() != 0) {
        report({"S10", "the server ends with " + std::to_string(*stopping->ended()) + ": " + log_tail(), "server", {}});
    }
}

/// Nobody has told it to end.
void LiveStage::look_after_server() {
    const auto ended = server_ ? server_->ended() : std::nullopt;
    if (ended) {
        report(
            {"S10", "the server has ended by itself with " + std::to_string(*ended) + ": " + log_tail(), "server", {}});
        server_.reset();
    }
}

void LiveStage::heal() {
    start_server();
    heal_programs();
}

std::string LiveStage::log_tail() const {
    std::ifstream in(log(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    return text.size() > kLogShown ? text.substr(text.size() - kLogShown) : text;
}

}  // namespace workspace::sim
