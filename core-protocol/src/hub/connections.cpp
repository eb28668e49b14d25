#include "connections.hpp"

#include <memory>
#include <utility>

#include "workspace/core/wire/codec.hpp"

namespace workspace::core::hub {

namespace {

bool is_unauthenticated(Phase phase) {
    return phase == Phase::greeted || phase == Phase::claiming;
}

std::string words_or(std::string reason, Refusal code) {
    return reason.empty() ? std::string{core::words_of(code)} : std::move(reason);
}

}  // namespace

void Connections::add(ConnectionId id) {
    const Limits& limits = context_.config.limits;
    if (context_.stopping) {
        context_.put(Close{id, CloseCode::going_away});
        return;
    }
    if (connections_.size() >= limits.connections || unauthenticated_ >= limits.unauthenticated_connections) {
        context_.put(Close{id, CloseCode::overloaded});
        return;
    }
    Connection connection;
    connection.id = id;
    connection.challenge = draw_secret<Challenge>(context_.entropy);
    connection.heard = context_.served();
    if (!connections_.emplace(id, connection).second) {
        context_.broken.push_back("the host used a connection id twice");
        return;
    }
    ++unauthenticated_;
    context_.deadlines.set({DeadlineKind::claim, id.value}, context_.served() + limits.unauthenticated);
    say(connection,
        wire::Hello{wire::kProtocolVersion, connection.challenge, context_.config.boot, context_.config.server_name});
}

void Connections::erase(ConnectionId id) {
    const auto found = connections_.find(id);
    if (found == connections_.end()) {
        return;
    }
    enter(found->second, Phase::closing);
    connections_.erase(found);
}

Connection* Connections::find(ConnectionId id) {
    const auto found = connections_.find(id);
    return found == connections_.end() ? nullptr : &found->second;
}

Connection* Connections::open(ConnectionId id) {
    Connection* connection = find(id);
    return connection != nullptr && connection->phase != Phase::closing ? connection : nullptr;
}

void Connections::enter(Connection& connection, Phase phase) {
    if (is_unauthenticated(connection.phase) && !is_unauthenticated(phase)) {
        --unauthenticated_;
        context_.deadlines.clear({DeadlineKind::claim, connection.id.value});
    }
    connection.phase = phase;
}

void Connections::say(const Connection& connection, const wire::ServerMessage& message) {
    send(connection, std::make_shared<const std::string>(wire::encode(message)));
}

void Connections::refuse(const Connection& connection, Refusal code, std::string reason,
                         std::optional<std::int64_t> req) {
    ++context_.refused[code];
    say(connection, wire::Error{code, words_or(std::move(reason), code), req});
}

void Connections::refuse_post(const Connection& connection, RoomId room, const ClientId& cid, Refusal code,
                              std::string reason) {
    const std::optional<RoomId> named = room == RoomId{} ? std::nullopt : std::optional{room};
    ++context_.refused[code];
    say(connection, wire::PostRefused{named, cid, code, words_or(std::move(reason), code)});
}

void Connections::close(Connection& connection, CloseCode code) {
    enter(connection, Phase::closing);
    context_.put(Close{connection.id, code});
}

void Connections::digest(Hasher& hasher) const {
    for (const auto& [id, connection] : connections_) {
        hasher.add(id.value);
        hasher.add(static_cast<std::uint64_t>(connection.phase));
        hasher.add_private(connection.challenge);
        hasher.add(connection.binding ? connection.binding->account.value : 0);
        hasher.add(connection.binding ? connection.binding->epoch.value : 0);
        hasher.add(connection.heard.since_origin.count());
        hasher.add(static_cast<std::uint64_t>(connection.wish));
        hasher.add(connection.heads_told);
        for (const RoomId room : connection.rooms) {
            hasher.add(room.value);
        }
        for (const ConnectionId claim : connection.probed_by) {
            hasher.add(claim.value);
        }
    }
}

std::string_view words_of(CloseCode code) {
    switch (code) {
        case CloseCode::normal: return "Goodbye.";
        case CloseCode::going_away: return "The server stops for a moment; it will be back.";
        case CloseCode::not_text: return "Only text frames are understood.";
        case CloseCode::not_utf8: return "A frame was not UTF-8.";
        case CloseCode::too_big: return "A frame was too big.";
        case CloseCode::superseded: return "This account is connected from elsewhere now.";
        case CloseCode::revoked: return "An administrator ended this session.";
        case CloseCode::password_changed: return "The password was changed; log in with the new one.";
        case CloseCode::refused: return "The claim was refused.";
        case CloseCode::logged_out: return "This session was logged out from another place.";
        case CloseCode::evicted: return "Somebody else logged in on this workstation.";
        case CloseCode::slow_reader: return "This connection reads too slowly; reconnect and fetch what is missing.";
        case CloseCode::silent: return "Nothing was heard for too long.";
        case CloseCode::not_json: return "A line was not a JSON object.";
        case CloseCode::unauthenticated: return "Nobody logged in within the time allowed.";
        case CloseCode::flooding: return "Far too many messages.";
        case CloseCode::overloaded: return "The server has too many connections; come back later.";
        case CloseCode::store_failed: return "The server could not write; come back later.";
    }
    return "";
}

}  // namespace workspace::core::hub
