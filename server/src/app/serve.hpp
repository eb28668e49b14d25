#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "auth/passwords.hpp"
#include "net/connection_places.hpp"
#include "net/tls_context.hpp"
#include "workspace/core/base/limits.hpp"
#include "workspace/core/session/admission.hpp"

namespace workspace::server {

struct ServeOptions {
    std::filesystem::path data_dir;
    std::string listen = "127.0.0.1";
    std::uint16_t port = 4000;
    bool allow_plain = false;  ///< plain HTTP beyond loopback
    TlsFiles tls;              ///< empty: a certificate of the data folder's own
    TlsVersion tls_at_least = TlsVersion::v1_3;
    ConnectionBounds bounds;
    core::ElsewherePolicy policy = core::ElsewherePolicy::ask;
    core::Limits limits;
    Argon2Cost argon2;
    unsigned password_threads = 2;
    std::filesystem::path capture;  ///< a file for what the hub is fed with, redacted; empty: none
    std::size_t capture_mib = 256;  ///< as large as it may become
    std::size_t password_queue = 256;
    std::filesystem::path metrics_token_file;
    std::string log_level = "info";
    /// The options as they would be at a start now, for SIGHUP; throws Failure. None: SIGHUP is not listened for.
    std::function<ServeOptions()> reread;
};

/// What no single option can know: what is an address, what is in the metrics token's file. Throws Failure.
void check(const ServeOptions& options);

/// Serves until SIGTERM or SIGINT (a second one ends it at once). Throws Failure.
void serve(const ServeOptions& options);

}  // namespace workspace::server
