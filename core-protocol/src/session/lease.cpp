#include "workspace/core/session/lease.hpp"

namespace workspace::core {

std::string_view name_of(LeaseCause cause) {
    switch (cause) {
        case LeaseCause::granted: return "granted";
        case LeaseCause::resumed: return "resumed";
        case LeaseCause::connection_closed: return "connection_closed";
        case LeaseCause::silent: return "silent";
        case LeaseCause::server_restarted: return "server_restarted";
        case LeaseCause::grace_over: return "grace_over";
        case LeaseCause::logout: return "logout";
        case LeaseCause::bye: return "bye";
        case LeaseCause::superseded: return "superseded";
        case LeaseCause::evicted: return "evicted";
        case LeaseCause::revoked: return "revoked";
        case LeaseCause::password_changed: return "password_changed";
    }
    return "granted";
}

}  // namespace workspace::core
