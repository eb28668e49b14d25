#include "workspace/cli/exit_code.hpp"

namespace workspace::cli {

using core::CloseCode;
using core::Refusal;

ExitCode exit_code_of(const core::client::Stop& stop) {
    if (stop.refusal) {
        switch (*stop.refusal) {
            case Refusal::session_elsewhere:
            case Refusal::workstation_busy: return ExitCode::held;
            case Refusal::superseded: return ExitCode::stopped;
            case Refusal::rate_limited:
            case Refusal::store_failed:
            case Refusal::try_again: return ExitCode::unreachable;
            default: return ExitCode::refused;
        }
    }
    if (stop.close) {
        return *stop.close == CloseCode::password_changed ? ExitCode::refused : ExitCode::stopped;
    }
    return ExitCode::failed;
}

}  // namespace workspace::cli
