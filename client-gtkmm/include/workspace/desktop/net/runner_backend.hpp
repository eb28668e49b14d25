#pragma once

#include <memory>
#include <string>
#include <vector>

#include "workspace/desktop/net/backend.hpp"
#include "workspace/host/client_runner.hpp"

namespace workspace::desktop {

/// The real one: host::ClientRunner. Batches cross to the main loop through one queue and one Glib::Dispatcher, and at
/// most one lot a frame is handed on. Make and use it on the main loop's thread.
class RunnerBackend : public Backend {
public:
    /// Throws std::runtime_error, in words, when the data folder or the address cannot be used.
    explicit RunnerBackend(host::RunnerConfig config);
    ~RunnerBackend() override;

    void start(OnEvents on_events) override;
    void submit(core::client::Command command) override;

    /// On the main loop's thread, at each try that a certificate stopped. Set it before start().
    void on_untrusted(std::function<void(const host::UntrustedCertificate&)> told);

    /// What was mended when the disk was read, in words.
    [[nodiscard]] const std::vector<std::string>& warnings() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace workspace::desktop
