#include "frames.hpp"

#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace workspace::core::hub {

void Frames::arrived(ConnectionId id, std::string_view text) {
    Connection* connection = connections_.open(id);
    if (connection == nullptr || !counts(*connection)) {
        return;
    }
    connection->heard = context_.served();
    probes_.answered(*connection);
    const std::vector<std::string_view> lines = wire::lines_of(text);
    if (lines.size() > kMessagesPerFrameMax) {
        break_off(*connection, CloseCode::flooding);
        return;
    }
    for (const std::string_view line : lines) {
        const Limits& limits = context_.config.limits;
        switch (connection->rate.judge(context_.clock.now().mono, limits.messages_per_second, limits.messages_burst)) {
            case RateVerdict::pass: take(*connection, line); break;
            case RateVerdict::refuse: refuse_line(*connection, line); break;
            case RateVerdict::flood: break_off(*connection, CloseCode::flooding); break;
        }
        connection = connections_.open(id);
        if (connection == nullptr) {
            return;
        }
    }
}

/// A binding that is not its lease's any more has no effect (S3).
bool Frames::counts(const Connection& connection) const {
    if (!connection.binding) {
        return true;
    }
    const LeaseRow* row = leases_.find(connection.binding->account);
    return row != nullptr && row->epoch == connection.binding->epoch && row->connection == connection.id;
}

void Frames::take(Connection& connection, std::string_view line) {
    const auto decoded = wire::decode_client_message(line);
    if (decoded) {
        dispatch(connection, decoded.value());
    } else {
        undecodable(connection, decoded.error());
    }
}

void Frames::refuse_line(Connection& connection, std::string_view line) {
    const auto decoded = wire::decode_client_message(line);
    if (decoded) {
        out_of_state(connection, decoded.value(), Refusal::rate_limited);
    } else {
        undecodable(connection, decoded.error());
    }
}

void Frames::undecodable(Connection& connection, const wire::DecodeError& error) {
    if (error.kind == wire::DecodeError::Kind::not_json) {
        break_off(connection, CloseCode::not_json);
    } else if (error.cid) {
        connections_.refuse_post(connection, error.room.value_or(RoomId{}), *error.cid, error.refusal, error.reason);
    } else {
        connections_.refuse(connection, error.refusal, error.reason, error.req);
    }
}

void Frames::dispatch(Connection& connection, const wire::ClientMessage& message) {
    std::visit(
        [&](const auto& known) {
            using Message = std::decay_t<decltype(known)>;
            if constexpr (std::is_same_v<Message, wire::Login> || std::is_same_v<Message, wire::Resume>) {
                if (connection.phase == Phase::greeted) {
                    claims_.begin(connection, known);
                    return;
                }
            } else if (connection.phase == Phase::live) {
                if constexpr (wire::IsPost<Message>) {
                    posting_.on(connection, known);
                } else if constexpr (std::is_same_v<Message, wire::PostsGet>) {
                    posting_.on(connection, known);
                } else if constexpr (std::is_same_v<Message, wire::Logout> || std::is_same_v<Message, wire::Bye>) {
                    leaving_.on(connection, known);
                } else if constexpr (std::is_same_v<Message, wire::StatusSet> ||
                                     std::is_same_v<Message, wire::StatusesGet>) {
                    statuses_.on(connection, known);
                } else {
                    requests_.on(connection, known);
                }
                return;
            }
            out_of_state(connection, message, Refusal::out_of_state);
        },
        message);
}

/// Refuses a message that was understood, in the form that its kind has for it.
void Frames::out_of_state(Connection& connection, const wire::ClientMessage& message, Refusal code) {
    std::visit(
        [&](const auto& known) {
            using Message = std::decay_t<decltype(known)>;
            if constexpr (wire::IsPost<Message>) {
                connections_.refuse_post(connection, wire::room_of(known), known.cid, code);
            } else if constexpr (std::is_same_v<Message, wire::Page>) {
                connections_.refuse(connection, code, {}, known.req);
            } else if constexpr (!std::is_same_v<Message, wire::Typing>) {  // nobody waits for an answer to that
                connections_.refuse(connection, code);
            }
        },
        message);
}

void Frames::break_off(Connection& connection, CloseCode code) {
    parting_.close(connection, code, LeaseCause::connection_closed);
}

}  // namespace workspace::core::hub
