#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "auth/passwords.hpp"
#include "workspace/core/base/limits.hpp"
#include "workspace/core/session/admission.hpp"

namespace workspace::server {

struct ServeOptions {
    std::filesystem::path data_dir;
    std::string listen = "127.0.0.1";
    std::uint16_t port = 4000;
    bool allow_plain = false;  ///< plain HTTP beyond loopback
    core::ElsewherePolicy policy = core::ElsewherePolicy::ask;
    core::Limits limits;
    Argon2Cost argon2;
    unsigned password_threads = 2;
    std::size_t password_queue = 256;
    std::size_t http_connections = 1000;  ///< that are not WebSockets
    std::filesystem::path metrics_token_file;
    std::string log_level = "info";
    /// The options as they would be at a start now, for SIGHUP; throws Failure. None: SIGHUP is not listened for.
    std::function<ServeOptions()> reread;
};

/// What no single option can know: plain HTTP beyond loopback, what is in the files that are named. Throws Failure.
void check(const ServeOptions& options);

/// Serves until SIGTERM or SIGINT (a second one ends it at once). Throws Failure.
void serve(const ServeOptions& options);

}  // namespace workspace::server
