#pragma once

#include <stdexcept>

#include "workspace/cli/options.hpp"

namespace workspace::cli {

/// The server's certificate is not trusted; `what` says why, with its fingerprint (ExitCode::untrusted).
struct UntrustedServer : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Before anything is said to an encrypted server: looks at its certificate, and where nobody vouches for it, takes
/// --accept-fingerprint or asks the person on the terminal. What was accepted is kept in the data folder. Throws
/// UntrustedServer. A server that cannot be reached is left to whoever connects next; so is anything unencrypted.
void establish_trust(const Options& options, const Place& place);

}  // namespace workspace::cli
