#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "live/fault_proxy.hpp"
#include "live/server_file.hpp"
#include "live/server_process.hpp"
#include "workspace/host/connector.hpp"
#include "workspace/host/workstation.hpp"
#include "world/stage.hpp"

namespace workspace::sim {

struct LiveOptions {
    std::uint64_t seed = 1;
    std::filesystem::path server;            ///< workspace-server
    std::filesystem::path folder;            ///< an empty one, for the server's data
    std::vector<std::string> arguments{};    ///< of `serve`
    std::vector<std::string> environment{};  ///< of the server
};

/// A real server in a process of its own, on loopback; real clients, with the host's connector, each behind a fault proxy;
/// real time. Programs, their disks and their computers' clocks are as in the simulated world. One thread.
class LiveStage final : public Stage {
public:
    explicit LiveStage(const LiveOptions& options);
    ~LiveStage() override;

    core::AccountId person(const std::string& login, bool bot = false) override;
    core::RoomId room(const std::string& name) override;

    void cut(Program& program) override;
    void reset(Program& program) override;

    /// Waits until it listens. Throws std::runtime_error where the program cannot be started.
    void start_server() override;
    void kill_server() override;
    /// Waits until it has ended.
    void stop_server() override;
    [[nodiscard]] bool server_runs() const override { return server_ != nullptr; }
    void heal() override;

    [[nodiscard]] core::MonotonicTime time() const override;
    /// `done` is looked at when something has happened, and every 20 ms. Throws std::runtime_error when the process is to
    /// end (SIGINT, SIGTERM).
    bool until(const std::function<bool()>& done, core::Duration at_most) override;
    /// Twice as long, and two seconds.
    [[nodiscard]] core::Duration patience(core::Duration span) const override { return 2 * span + kPatience; }

    [[nodiscard]] const ServerFile& file() const { return file_; }
    /// What the server acknowledged.
    struct Acknowledged {
        std::string program;
        core::RoomId room;
        core::ClientId cid;
        core::MessageSeq seq;
    };
    [[nodiscard]] const std::vector<Acknowledged>& acknowledged() const { return acknowledged_; }
    /// The end of what the server wrote about itself.
    [[nodiscard]] std::string log_tail() const;

    static constexpr core::Duration kPatience = core::seconds{2};

private:
    /// What a program has here.
    struct Network {
        std::unique_ptr<FaultProxy> proxy;
        std::unique_ptr<host::Connector> connector;
    };
    [[nodiscard]] Network& network_of(const Program& program) { return networks_.at(&program); }
    [[nodiscard]] std::filesystem::path log() const { return options_.folder / "server.log"; }
    void look_after_server();

    void settles_in(Program& program) override;
    [[nodiscard]] core::WorkstationKey key_of(const Program& program) const override;
    [[nodiscard]] core::Signature sign(const Program& program, const core::Challenge& challenge) const override;
    void open_socket(Program& program) override;
    void close_socket(Program& program) override;
    void send_up(Program& program, std::string text) override;
    void drop_socket(Program& program) override;
    void connection_darkens(Program& program, bool up, bool down) override;
    void goes_on_reading(Program& program) override;
    void told(const Program& program, const core::client::Event& event) override;

    LiveOptions options_;
    core::MonotonicTime origin_;
    boost::asio::io_context context_{1};
    boost::asio::signal_set signals_;
    bool interrupted_ = false;
    ServerFile file_;
    std::unique_ptr<ServerProcess> server_;
    std::map<const Program*, Network> networks_;
    std::vector<Acknowledged> acknowledged_;
};

}  // namespace workspace::sim
