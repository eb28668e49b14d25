#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "context.hpp"
#include "hasher.hpp"
#include "rate_limit.hpp"

namespace workspace::core::hub {

enum class Phase : std::uint8_t {
    greeted,   ///< `hello` is out
    claiming,  ///< proving, admitting or probing
    granted,   ///< bound to its lease; `welcome` waits for its token and for the presence frame (P4)
    live,
    leaving,  ///< said `logout` or `bye`; the store has not answered yet
    closing,  ///< Close is out, nothing that arrives counts
};

/// The lease that a connection is bound to (S3).
struct Binding {
    AccountId account;
    Epoch epoch;
    SessionId session;
};

struct Connection {
    ConnectionId id;
    Phase phase = Phase::greeted;
    Challenge challenge;
    std::optional<Binding> binding;
    MonotonicTime heard;  ///< served time of the last frame (S9)
    RateLimit rate;
    wire::PresenceWish wish = wire::PresenceWish::people;
    MonotonicTime may_type{};             ///< `typing` before this time is not passed on
    std::uint64_t heads_told = 0;         ///< Rooms::change() at the last `beat_answer` (H7)
    std::vector<RoomId> rooms;            ///< subscribed to; ascending
    std::vector<ConnectionId> probed_by;  ///< claims that wait for a frame of this connection (S6)
};

/// All connections that are not gone, and how to talk to them.
class Connections {
public:
    explicit Connections(Context& context) : context_(context) {}

    /// Greets. Refuses by closing when there are too many, or when the server stops.
    void add(ConnectionId id);
    void erase(ConnectionId id);
    /// Null when it is gone.
    [[nodiscard]] Connection* find(ConnectionId id);
    /// Null when it is gone or closing: whoever still hears.
    [[nodiscard]] Connection* open(ConnectionId id);
    void enter(Connection& connection, Phase phase);

    void say(const Connection& connection, const wire::ServerMessage& message);
    void send(const Connection& connection, SharedText text) { context_.put(Send{connection.id, std::move(text)}); }
    /// `error`; the words are the refusal's own when none are given.
    void refuse(const Connection& connection, Refusal code, std::string reason = {},
                std::optional<std::int64_t> req = std::nullopt);
    /// `post_refused`; `room` 0 where the post named none.
    void refuse_post(const Connection& connection, RoomId room, const ClientId& cid, Refusal code,
                     std::string reason = {});
    /// Close without a word of its own; what arrives from now on counts for nothing.
    void close(Connection& connection, CloseCode code);

    [[nodiscard]] const std::map<ConnectionId, Connection>& all() const { return connections_; }
    [[nodiscard]] std::size_t unauthenticated() const { return unauthenticated_; }
    void digest(Hasher& hasher) const;

private:
    Context& context_;
    std::map<ConnectionId, Connection> connections_;
    std::size_t unauthenticated_ = 0;
};

/// English words for `closing`.
[[nodiscard]] std::string_view words_of(CloseCode code);

}  // namespace workspace::core::hub
