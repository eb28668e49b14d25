#pragma once

#include <string_view>

#include "claims.hpp"
#include "leaving.hpp"
#include "posting.hpp"
#include "requests.hpp"
#include "status_board.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::core::hub {

/// Takes frames apart and decides, line by line, what a connection may say in its phase and at its rate. Nothing of a
/// refused line is applied.
class Frames {
public:
    Frames(Context& context, Connections& connections, const LeaseTable& leases, Probes& probes, Parting& parting,
           Claims& claims, Requests& requests, Posting& posting, Leaving& leaving, StatusBoard& statuses)
        : context_(context),
          connections_(connections),
          leases_(leases),
          probes_(probes),
          parting_(parting),
          claims_(claims),
          requests_(requests),
          posting_(posting),
          leaving_(leaving),
          statuses_(statuses) {}

    void arrived(ConnectionId id, std::string_view text);

private:
    [[nodiscard]] bool counts(const Connection& connection) const;
    void take(Connection& connection, std::string_view line);
    void refuse_line(Connection& connection, std::string_view line);
    void undecodable(Connection& connection, const wire::DecodeError& error);
    void dispatch(Connection& connection, const wire::ClientMessage& message);
    void out_of_state(Connection& connection, const wire::ClientMessage& message, Refusal code);
    void break_off(Connection& connection, CloseCode code);

    Context& context_;
    Connections& connections_;
    const LeaseTable& leases_;
    Probes& probes_;
    Parting& parting_;
    Claims& claims_;
    Requests& requests_;
    Posting& posting_;
    Leaving& leaving_;
    StatusBoard& statuses_;
};

}  // namespace workspace::core::hub
