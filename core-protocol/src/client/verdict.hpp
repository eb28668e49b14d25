#pragma once

#include <optional>
#include <string>

#include "workspace/core/client/events.hpp"
#include "workspace/core/wire/messages.hpp"

/// What a refusal or the end of a connection means for a client (S12): two pure tables.
namespace workspace::core::client {

struct Verdict {
    enum class Then : std::uint8_t {
        wait,      ///< try again by itself
        stop,      ///< stand still; a person decides
        sign_out,  ///< there is no session any more
    };
    Then then = Then::wait;
    Stop stop;                       ///< unless `wait`
    Duration not_before{};           ///< with `wait`
    bool forget_session = false;     ///< it is of no use any more, on disk neither
    bool session_displaced = false;  ///< it is kept for its name, but will not come back (S12)
    std::string reason;
};

/// How the claim that was refused was made.
struct ClaimMade {
    bool with_password = false;
    bool session_good = false;  ///< there is a session, and it was not displaced
};

[[nodiscard]] Verdict verdict_on(const wire::Refused& refused, const ClaimMade& made);

/// How a connection ended: by the close code, and what `closing` said before it, if anything.
[[nodiscard]] Verdict verdict_on(std::optional<CloseCode> code, const wire::Closing* said, const ClaimMade& made);

}  // namespace workspace::core::client
