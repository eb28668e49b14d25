#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "workspace/core/client/client.hpp"
#include "workspace/host/server_trust.hpp"

namespace workspace::host {

struct RunnerConfig {
    std::string ws_url;              ///< ws://host:port/ws
    std::filesystem::path data_dir;  ///< session, outbox and workstation key live here; made with mode 0700
    std::string workstation_label;   ///< empty: the computer's name
    /// Empty: the computer's own identity (W1). Otherwise a made-up computer of this name, the same in every data
    /// folder: tests and bots run several on one machine (workspace-cli --workstation).
    std::string workstation_override;
    core::wire::PresenceWish presence = core::wire::PresenceWish::people;
    /// A certificate stopped a connection, at each try. On the runner's thread; must not block. May be empty.
    std::function<void(const UntrustedCertificate&)> on_untrusted = nullptr;
};

/// Runs one client core on a thread of its own: socket, timers (on a clock that counts sleep), disk, signatures.
/// The hosts' only way to the network.
class ClientRunner {
public:
    /// Called on the runner's thread with all that one turn brought, in order. Must not block.
    using OnEvents = std::function<void(std::vector<core::client::Event>)>;

    /// Takes the data folder for this process and reads what is in it. Throws std::runtime_error, in words, when the
    /// folder cannot be used or another process has it, and for an address that cannot be understood.
    ClientRunner(RunnerConfig config, OnEvents on_events);
    /// Stops without a `bye` (as a kill would); submit Quit and wait for `Ended` to leave politely.
    ~ClientRunner();
    ClientRunner(const ClientRunner&) = delete;
    ClientRunner& operator=(const ClientRunner&) = delete;

    /// What was mended when the disk was read (a broken file moved aside), in words for a person.
    [[nodiscard]] const std::vector<std::string>& warnings() const;
    /// The label that the server is told.
    [[nodiscard]] const std::string& workstation_label() const;

    /// Whether a session was on disk: then the client connects by itself once it is started.
    [[nodiscard]] bool restored_session() const;

    void start();
    /// From any thread.
    void submit(core::client::Command command);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace workspace::host
