#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "outputs_queue.hpp"
#include "workspace/core/wire/server_messages.hpp"

namespace workspace::core::client {

/// What others do beside the log: who types, who is away. Nothing of it is kept beyond the link.
class Around {
public:
    Around(Outputs& outputs, wire::PresenceWish wish) : outputs_(outputs), wish_(wish) {}

    void live(AccountId me);
    void link_lost();

    /// The person types: said at most every kTypingEvery in a room.
    void type(Now now, RoomId room);
    void on_typing(Now now, const wire::TypingNow& typing);
    /// A message ends its author's typing.
    void on_event(const wire::EventMessage& message);
    void on_gone(RoomId room);
    void expire(Now now);
    [[nodiscard]] MonotonicTime deadline() const;

    void on_statuses(const std::vector<wire::Status>& all);
    void on_status(const wire::Status& status);
    void on_joined(const wire::PresenceChange& change);

    void check(std::vector<std::string>& broken) const;

private:
    struct Typist {
        wire::Person person;
        MonotonicTime until;
    };
    void tell_typing(RoomId room);
    void tell_statuses();

    Outputs& outputs_;
    wire::PresenceWish wish_;
    AccountId me_;
    std::map<RoomId, std::map<AccountId, Typist>> typing_;
    std::map<RoomId, MonotonicTime> typed_;
    std::map<AccountId, wire::Status> statuses_;
};

}  // namespace workspace::core::client
