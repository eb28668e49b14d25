#include "app/serve.hpp"

#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <optional>

#include "app/administer_access.hpp"
#include "app/control_socket.hpp"
#include "app/data_folder.hpp"
#include "app/exit_code.hpp"
#include "app/hub_driver.hpp"
#include "app/own_certificate.hpp"
#include "capture/capture_file.hpp"
#include "net/listener.hpp"
#include "ops/backup.hpp"
#include "ops/service_manager.hpp"
#include "ops/upkeep.hpp"
#include "rest/router.hpp"

namespace workspace::server {

namespace asio = boost::asio;

namespace {

/// How long connections have to take their last words when the server stops.
constexpr std::chrono::seconds kStopWithin{5};

void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/// A reader of standard output that goes away (`… | head`) must not end the server.
void ignore_broken_pipes() {
    std::signal(SIGPIPE, SIG_IGN);
}

void check_address(const ServeOptions& options) {
    boost::system::error_code failed;
    static_cast<void>(asio::ip::make_address(options.listen, failed));
    if (failed) {
        throw Failure(ExitCode::usage, "--listen takes an IP address, such as 127.0.0.1 or ::1; not " + options.listen);
    }
}

/// What to do where the port cannot be had.
std::string way_out(const boost::system::error_code& failed) {
    if (failed == asio::error::access_denied) {
        return "Ports below 1024 are root's: choose another with --port.";
    }
    if (failed == boost::system::errc::address_not_available) {
        return "This computer has no such address: choose another with --listen.";
    }
    return "Stop the program that has it, or choose another with --port (--port 0 takes any free one).";
}

core::hub::HubConfig hub_config(const ServeOptions& options, core::Entropy& entropy) {
    core::hub::HubConfig config;
    config.limits = options.limits;
    config.policy = options.policy;
    config.server_name = std::string("workspace-server ") + WORKSPACE_VERSION;
    config.boot = core::draw_secret<core::BootId>(entropy);
    return config;
}

/// The I/O thread: everything but the store's and the passwords' threads.
class Service {
public:
    Service(const ServeOptions& options, const DataFolder& folder)
        : tokens_(folder.token_key()),
          tls_(tls_context(folder, options.tls, options.tls_at_least)),
          passwords_({.database = folder.database(),
                      .cost = options.argon2,
                      .threads = options.password_threads,
                      .queue = options.password_queue}),
          store_(folder.database(), {.answers_wait = [this] { asio::post(io_, [this] { driver_->take_answers(); }); },
                                     .fatal = [](const std::string& why) { die(why); }}),
          searcher_({.database = folder.database()}),
          timer_(io_),
          stop_timer_(io_),
          signals_(io_, SIGTERM, SIGINT) {
        const auto post = [this](std::function<void()> work) { asio::post(io_, std::move(work)); };
        SystemEntropy entropy;
        const auto world = store_.start(clock_now().wall);
        driver_.emplace(hub_config(options, entropy), world,
                        HubDriver::Parts{store_, passwords_, tokens_, post, capture_to(options)});
        router_.emplace(Router::Parts{*driver_, store_, searcher_, passwords_, tokens_, post,
                                      MetricsAccess(options.metrics_token_file)});
        control_.emplace(io_, folder.control(), *driver_);
        listen(options);
        wait_for_signal();
        upkeep_.emplace(io_, options.reread, [this](const ServeOptions& fresh) { take(fresh); });
    }

    [[nodiscard]] std::uint16_t port() const { return listener_->port(); }
    [[nodiscard]] const std::string& fingerprint() const { return tls_.fingerprint(); }

    /// One turn after the other: all that has arrived is fed, then the hub is drained and what changed goes out.
    void run() {
        service_manager::ready("serving on port " + std::to_string(port()));
        while (!done_) {
            io_.run_one();
            io_.poll();
            driver_->end_turn();
            arm_timer();
            done_ = stopping_ && (late_ || driver_->connections() == 0);
        }
        driver_->end_capture();
    }

private:
    /// What was acknowledged is on disk; what was not is settled by the clients' retries (M3).
    [[noreturn]] static void die(const std::string& why) {
        std::fprintf(stderr,
                     "workspace-server: the disk did not keep what it was told (%s). Stopped before answering anything "
                     "more; check the disk, then start again.\n",
                     why.c_str());
        std::_Exit(static_cast<int>(ExitCode::disk));
    }

    capture::Recorder::Write capture_to(const ServeOptions& options) {
        if (options.capture.empty()) {
            return {};
        }
        try {
            capture_.emplace(options.capture, options.capture_mib * 1024 * 1024);
        } catch (const std::runtime_error& error) {
            throw Failure(ExitCode::usage, error.what());
        }
        spdlog::info("what the hub is fed with is captured, redacted, to {}", options.capture.string());
        return [this](std::string_view line) { return capture_->add(line); };
    }

    void listen(const ServeOptions& options) {
        try {
            listener_.emplace(
                io_, Listener::Options{.address = options.listen, .port = options.port, .bounds = options.bounds},
                HttpParts{.driver = *driver_, .router = *router_, .tls = tls_, .allow_plain = options.allow_plain});
        } catch (const boost::system::system_error& error) {
            if (capture_) {
                std::filesystem::remove(options.capture);  // a start that failed leaves nothing in the way of the next
            }
            throw Failure(ExitCode::port, "cannot listen on " + options.listen + " port " +
                                              std::to_string(options.port) + ": " + error.code().message() + ". " +
                                              way_out(error.code()));
        }
    }

    /// What can be changed while serving. All of it or, when one throws, nothing.
    void take(const ServeOptions& fresh) {
        MetricsAccess access(fresh.metrics_token_file);
        tls_.reload();  // what is in the files may have changed
        spdlog::info("certificate read again: SHA-256 {}", tls_.fingerprint());
        router_->use(std::move(access));
        spdlog::set_level(spdlog::level::from_str(fresh.log_level));
    }

    void arm_timer() {
        const auto deadline = driver_->deadline();
        if (deadline == armed_ || deadline == core::MonotonicTime::never()) {
            return;
        }
        armed_ = deadline;
        timer_.expires_at(asio::steady_timer::time_point(
            std::chrono::duration_cast<asio::steady_timer::duration>(deadline.since_origin)));
        timer_.async_wait([this](boost::system::error_code cancelled) {
            if (!cancelled) {
                armed_ = core::MonotonicTime::never();
                io_.poll();  // what has arrived is read before timers are judged (S9)
                driver_->timeout();
            }
        });
    }

    void wait_for_signal() {
        signals_.async_wait([this](boost::system::error_code cancelled, int) {
            if (cancelled) {
                return;
            }
            if (stopping_) {
                late_ = true;
                return;
            }
            spdlog::info("stopping: {} connections are told to come back", driver_->connections());
            stopping_ = true;
            service_manager::stopping();
            listener_->stop();
            driver_->stopping();
            stop_timer_.expires_after(kStopWithin);
            stop_timer_.async_wait([this](boost::system::error_code ended) { late_ = late_ || !ended; });
            wait_for_signal();
        });
    }

    asio::io_context io_{1};
    TokenSigner tokens_;
    TlsContext tls_;
    PasswordPool passwords_;
    Store store_;
    std::optional<capture::CaptureFile> capture_;
    Searcher searcher_;
    std::optional<HubDriver> driver_;
    std::optional<Router> router_;
    std::optional<ControlSocket> control_;
    std::optional<Listener> listener_;
    asio::steady_timer timer_;
    asio::steady_timer stop_timer_;
    asio::signal_set signals_;
    std::optional<Upkeep> upkeep_;
    core::MonotonicTime armed_ = core::MonotonicTime::never();
    bool stopping_ = false;
    bool late_ = false;
    bool done_ = false;
};

}  // namespace

void check(const ServeOptions& options) {
    check_address(options);
    static_cast<void>(MetricsAccess(options.metrics_token_file));
}

void serve(const ServeOptions& options) {
    check(options);
    raise_descriptor_limit();
    ignore_broken_pipes();
    DataFolder folder(options.data_dir);
    folder.take();
    if (needs_migration(folder)) {
        back_up_before_migration(folder, clock_now().wall);
    }
    // made or migrated here, under this server's own lock: in_database() would ask for that
    with_store_words(folder, [&] { StoreEngine prepared(folder.database()); });
    const auto invitation = first_invitation(folder);
    Service service(options, folder);
    const auto address = asio::ip::make_address(options.listen);
    const bool plain = options.allow_plain || address.is_loopback();
    const auto url = (plain ? "http://" : "https://") +
                     (address.is_v6() ? "[" + options.listen + "]" : options.listen) + ":" +
                     std::to_string(service.port());
    std::cout << "listening on " << url << "\n"
              << "certificate SHA-256 " << service.fingerprint() << std::endl;
    if (!invitation.empty()) {
        print_first_invitation(folder, invitation, url);
    }
    service.run();
    spdlog::info("stopped");
}

}  // namespace workspace::server
