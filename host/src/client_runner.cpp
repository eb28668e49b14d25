#include "workspace/host/client_runner.hpp"

#include <exception>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "workspace/core/wire/codec.hpp"
#include "workspace/host/boot_clock.hpp"
#include "workspace/host/client_store.hpp"
#include "workspace/host/connector.hpp"
#include "workspace/host/folder_lock.hpp"
#include "workspace/host/private_files.hpp"
#include "workspace/host/server_trust.hpp"
#include "workspace/host/server_url.hpp"
#include "workspace/host/system_entropy.hpp"
#include "workspace/host/workstation.hpp"

namespace workspace::host {
namespace {

namespace client = core::client;

Workstation workstation_of(const RunnerConfig& config) {
    return config.workstation_override.empty()
               ? load_workstation(config.data_dir, config.workstation_label)
               : made_up_workstation(config.workstation_override, config.workstation_label);
}

const std::filesystem::path& made(const std::filesystem::path& folder) {
    make_private_folder(folder);
    return folder;
}

/// By what is on the disk now: a person may accept a certificate, or forget one, while this runs.
std::function<std::string(const ServerCertificate&)> judge_by(const RunnerConfig& config) {
    return [trusted = TrustedServers(config.data_dir), server = parse_server_url(config.ws_url),
            tell = config.on_untrusted](const ServerCertificate& shown) {
        const auto accepted = trusted.find(server);
        const auto trust = judge(shown, accepted);
        if (trust != Trust::trusted && tell) {
            tell({.why = trust, .shown = shown, .accepted = accepted});
        }
        return words_of(trust, shown, accepted);
    };
}

bool is_cloned(const client::Event& event) {
    const auto* phase = std::get_if<client::PhaseChanged>(&event);
    return phase != nullptr && phase->stop && phase->stop->refusal == core::Refusal::workstation_cloned;
}

}  // namespace

/// Everything but `pending` belongs to the runner's thread once it is started.
///
/// A turn: feed the core what happened, then carry out all that it puts out, in order. Writes to the disk are gathered
/// and committed before the next thing that leaves this process (M7: "on disk before the first try").
struct ClientRunner::Impl {
    Impl(RunnerConfig wanted, OnEvents listener)
        : config(std::move(wanted)),
          on_events(std::move(listener)),
          lock(made(config.data_dir)),
          store(config.data_dir, config.ws_url),
          workstation(workstation_of(config)),
          connector(context, parse_server_url(config.ws_url),
                    {.judge = judge_by(config),
                     .opened = [this] { feed(client::SocketOpened{}); },
                     .frame = [this](std::string_view text) { feed(client::FrameArrived{text}); },
                     .closed =
                         [this](std::optional<std::uint16_t> code, std::string reason) {
                             feed(client::SocketClosed{.code = code, .reason = std::move(reason)});
                         }}),
          timer(context, [this] { expired(); }),
          warnings(store.warnings()) {
        warnings.insert(warnings.end(), workstation.warnings.begin(), workstation.warnings.end());
        client::Restored restored = store.load();
        restored_session = restored.session.has_value();
        make_core(std::move(restored));
    }

    ~Impl() {
        context.stop();
        if (thread.joinable()) {
            thread.join();
        }
    }

    void make_core(client::Restored restored) {
        core.emplace(client::ClientConfig{.workstation = workstation.identity, .presence = config.presence}, entropy,
                     std::move(restored), read_clock());
    }

    void start() {
        boost::asio::post(context, [this] { turn(); });
        thread = std::thread([this] { context.run(); });
    }

    /// Commands that come while a turn is under way are taken together by the next one, so that a burst of posts costs
    /// one commit.
    void submit(client::Command command) {
        const std::scoped_lock guard(pending_mutex);
        pending.push_back(std::move(command));
        if (pending.size() == 1) {
            boost::asio::post(context, [this] { take_commands(); });
        }
    }

    void take_commands() {
        std::vector<client::Command> commands;
        {
            const std::scoped_lock guard(pending_mutex);
            commands.swap(pending);
        }
        const core::Now now = read_clock();
        for (auto& command : commands) {
            if (cloned && std::holds_alternative<client::SignIn>(command)) {
                renew_workstation();
            }
            core->handle(now, std::move(command));
        }
        turn();
    }

    void feed(const client::Input& input) {
        core->handle(read_clock(), input);
        turn();
    }

    /// What has arrived is read before timers are judged (S9): the timer steps back once behind what is ready now.
    void expired() {
        boost::asio::post(context, [this] {
            core->handle_timeout(read_clock());
            turn();
        });
    }

    void turn() {
        bool answered = true;
        while (answered) {
            while (auto output = core->poll()) {
                std::visit([this](auto& wish) { carry_out(wish); }, *output);
            }
            answered = commit();
        }
        timer.arm(core->deadline());
        if (!events.empty()) {
            on_events(std::exchange(events, {}));
        }
    }

    void carry_out(const client::OpenSocket&) {
        commit();
        connector.open();
    }
    void carry_out(const client::CloseSocket&) { connector.close(); }
    void carry_out(client::SendFrame& frame) {
        commit();
        connector.send(std::move(frame.text));
    }
    void carry_out(const client::SignClaim& wish) {
        const auto& identity = workstation.identity;
        const std::string bytes = core::wire::claim_bytes(wish.challenge, identity.hint, identity.os_boot);
        answers.emplace_back(client::ClaimSigned{workstation.key.sign(bytes)});
    }
    void carry_out(const client::SaveSession& wish) {
        write([&] { store.save_session(wish.session); });
    }
    void carry_out(const client::ForgetSession&) {
        write([&] { store.forget_session(); });
    }
    void carry_out(client::SaveOutbox& wish) { unsaved.push_back(std::move(wish.entry)); }
    void carry_out(const client::ForgetOutbox& wish) {
        std::erase_if(unsaved, [&](const client::OutboxEntry& entry) { return entry.cid() == wish.cid; });
        write([&] { store.forget_outbox(wish.cid); });
    }
    void carry_out(client::Event& event) {
        cloned = cloned || is_cloned(event);
        events.push_back(std::move(event));
    }

    /// Runs `action` on the store. A failure is told once, in words, until the disk works again.
    template <class Action>
    bool write(Action action) {
        try {
            action();
            return true;
        } catch (const std::exception& error) {
            if (!std::exchange(disk_failed, true)) {
                events.emplace_back(client::RequestFailed{.why = core::Refusal::store_failed, .reason = error.what()});
            }
            return false;
        }
    }

    /// Puts on disk what waits for it, and hands the answers to the core; whether there were any. Entries of the outbox
    /// that cannot be written wait for the next turn, and are not sent before (M7).
    bool commit() {
        const bool written = write([this] {
            for (const auto& entry : unsaved) {
                store.save_outbox(entry);
            }
            disk_failed = !store.commit() && disk_failed;
        });
        if (written) {
            for (const auto& entry : std::exchange(unsaved, {})) {
                answers.emplace_back(client::OutboxSaved{entry.cid()});
            }
        }
        const auto ready = std::exchange(answers, {});
        for (const auto& answer : ready) {
            core->handle(read_clock(), answer);
        }
        return !ready.empty();
    }

    /// After `workstation_cloned` a password login is made with a key of its own (W1).
    void renew_workstation() {
        if (!config.workstation_override.empty()) {
            return;  // the same name is the same key by definition
        }
        try {
            workstation = replace_workstation_key(config.data_dir, config.workstation_label);
            make_core({.session = std::nullopt, .outbox = core->outbox()});
            cloned = false;
        } catch (const std::exception& error) {
            events.emplace_back(client::RequestFailed{.why = core::Refusal::store_failed, .reason = error.what()});
        }
    }

    RunnerConfig config;
    OnEvents on_events;
    FolderLock lock;
    ClientStore store;
    Workstation workstation;
    SystemEntropy entropy;
    boost::asio::io_context context{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{context.get_executor()};
    Connector connector;
    BootTimer timer;
    std::vector<std::string> warnings;
    std::optional<client::Client> core;
    std::vector<client::Input> answers;
    std::vector<client::OutboxEntry> unsaved;
    std::vector<client::Event> events;
    bool restored_session = false;
    bool cloned = false;
    bool disk_failed = false;

    std::mutex pending_mutex;
    std::vector<client::Command> pending;
    std::thread thread;
};

ClientRunner::ClientRunner(RunnerConfig config, OnEvents on_events)
    : impl_(std::make_unique<Impl>(std::move(config), std::move(on_events))) {}

ClientRunner::~ClientRunner() = default;

const std::vector<std::string>& ClientRunner::warnings() const {
    return impl_->warnings;
}

const std::string& ClientRunner::workstation_label() const {
    return impl_->workstation.identity.label;
}

bool ClientRunner::restored_session() const {
    return impl_->restored_session;
}

void ClientRunner::start() {
    impl_->start();
}

void ClientRunner::submit(core::client::Command command) {
    impl_->submit(std::move(command));
}

}  // namespace workspace::host
