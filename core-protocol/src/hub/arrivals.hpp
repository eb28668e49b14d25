#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "connections.hpp"
#include "presence_feed.hpp"
#include "probes.hpp"
#include "rooms.hpp"

namespace workspace::core::hub {

/// Those who are granted and wait for `welcome`: until their access token is signed, and until a presence frame has
/// put them in the count (P4). At `welcome` they join the presence feed, from that version on.
class Arrivals {
public:
    Arrivals(Context& context, Connections& connections, PresenceFeed& presence, Rooms& rooms, Probes& probes)
        : context_(context), connections_(connections), presence_(presence), rooms_(rooms), probes_(probes) {}

    /// `refresh`: the session's newest token. Asks for the access token.
    void expect(const Connection& connection, Granted granted, RefreshToken refresh);
    void minted(ConnectionId connection, std::string access);
    void forget(ConnectionId connection) { waiting_.erase(connection); }
    /// At the end of a turn. `published`: a presence version has just gone out.
    void welcome_ready(bool published);

    [[nodiscard]] std::size_t under_way() const { return waiting_.size(); }
    void digest(Hasher& hasher) const;

private:
    struct Arrival {
        Granted granted;
        RefreshToken refresh;
        std::optional<std::string> access;
    };
    void try_welcome(ConnectionId id);
    void welcome(Connection& connection, const Arrival& arrival);

    Context& context_;
    Connections& connections_;
    PresenceFeed& presence_;
    Rooms& rooms_;
    Probes& probes_;
    std::map<ConnectionId, Arrival> waiting_;
    std::vector<ConnectionId> fresh_;  // got their token in this turn
};

}  // namespace workspace::core::hub
