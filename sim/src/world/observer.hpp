#pragma once

#include <string_view>
#include <vector>

#include "workspace/core/client/events.hpp"
#include "workspace/core/client/inputs.hpp"
#include "workspace/core/hub/store_port.hpp"
#include "workspace/core/wire/messages.hpp"
#include "world/broken.hpp"

namespace workspace::sim {

class World;
struct Program;

/// Somebody who watches a world: a checker, the recorder of a history. Each is told everything in the order in which it
/// happens, before what follows from it. They look and never touch.
class Observer {
public:
    Observer() = default;
    Observer(const Observer&) = delete;
    Observer& operator=(const Observer&) = delete;
    virtual ~Observer() = default;

    /// The server serves: this is what its store held.
    virtual void server_started(const World& /*world*/, const core::StoredWorld& /*stored*/) {}
    virtual void server_gone(const World& /*world*/) {}
    /// The store did this, durably. The hub hears of it next, or never, where `heard` is false (it was killed between).
    virtual void carried_out(const World& /*world*/, const core::StoreOperation& /*operation*/,
                             const core::StoreResult& /*result*/, bool /*heard*/) {}
    /// The hub hands a frame to the network: its bytes, and then each message that is in it.
    virtual void frame_sent(const World& /*world*/, const std::vector<core::ConnectionId>& /*to*/,
                            std::string_view /*text*/) {}
    virtual void server_said(const World& /*world*/, const std::vector<core::ConnectionId>& /*to*/,
                             const core::wire::ServerMessage& /*message*/) {}
    virtual void server_closed(const World& /*world*/, core::ConnectionId /*connection*/, core::CloseCode /*code*/) {}
    /// A connection, or what a client said, reaches the hub. `program` is whose it is.
    virtual void connected(const World& /*world*/, const Program& /*program*/, core::ConnectionId /*connection*/) {}
    virtual void frame_arrived(const World& /*world*/, const Program& /*program*/, core::ConnectionId /*connection*/,
                               std::string_view /*text*/) {}
    /// Each message in it that can be read.
    virtual void message_arrived(const World& /*world*/, const Program& /*program*/, core::ConnectionId /*connection*/,
                                 const core::wire::ClientMessage& /*message*/) {}
    virtual void disconnected(const World& /*world*/, core::ConnectionId /*connection*/) {}
    /// A client's brain wants a socket, hears or says something, tells its person something.
    virtual void opens_socket(const World& /*world*/, const Program& /*program*/) {}
    virtual void client_heard(const World& /*world*/, const Program& /*program*/, std::string_view /*text*/) {}
    virtual void client_said(const World& /*world*/, const Program& /*program*/, std::string_view /*text*/) {}
    virtual void message_said(const World& /*world*/, const Program& /*program*/,
                              const core::wire::ClientMessage& /*message*/) {}
    virtual void told(const World& /*world*/, const Program& /*program*/, const core::client::Event& /*event*/) {}
    /// A person (or a script) wants something; a program begins or ends.
    virtual void wished(const World& /*world*/, const Program& /*program*/, const core::client::Command& /*wish*/) {}
    virtual void program_started(const World& /*world*/, const Program& /*program*/) {}
    virtual void program_gone(const World& /*world*/, const Program& /*program*/) {}
    /// Something is done to the world, in words.
    virtual void fault(const World& /*world*/, std::string_view /*what*/) {}
    /// A line of a scenario is played from here on; `words` is what it says.
    virtual void line_begins(const World& /*world*/, int /*line*/, std::string_view /*words*/) {}
    /// One thing that was due is done, with all that followed from it at once.
    virtual void stepped(const World& /*world*/) {}
    /// Everything is healed, and quiet for long enough: what must have come about by now?
    virtual void settled(const World& /*world*/) {}
};

}  // namespace workspace::sim
