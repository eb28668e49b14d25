#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "workspace/core/hub/hub.hpp"
#include "workspace/testing/fake_entropy.hpp"
#include "workspace/testing/memory_store.hpp"

namespace workspace::testing {

/// What came out of a hub since this was last cleared.
struct HubOutputs {
    std::uint64_t sends = 0;
    std::uint64_t broadcasts = 0;
    std::uint64_t addressees = 0;  ///< of all broadcasts
    std::uint64_t broadcast_bytes = 0;
    std::uint64_t taken = 0;              ///< inside the hub, by the counter that the host was given
    std::chrono::nanoseconds hub_time{};  ///< inside the hub alone: neither store nor host
};

/// The cheapest host that a hub can have, so that it is the hub that is measured: a MemoryStore that answers at once,
/// every proof holds, nobody reads what is sent. Virtual time stands still but for gather().
class DirectHost {
public:
    /// `counter`: what counts allocations, or their bytes, where somebody does.
    explicit DirectHost(std::uint64_t (*counter)() = nullptr);

    /// `count` people more, and one room. Before anyone connects.
    void add_people(std::int64_t count);
    [[nodiscard]] core::RoomId room() const { return room_; }

    /// Connects and logs in person `number` (from 1). In the count once gather() is over (P4).
    core::ConnectionId log_in(std::int64_t number);
    void say(core::ConnectionId connection, const core::wire::ClientMessage& message);
    /// A post with a body of a usual length.
    void post(core::ConnectionId connection);
    void gone(core::ConnectionId connection);
    /// Lets the time pass in which changes of presence are gathered (P6).
    void gather();

    [[nodiscard]] core::hub::Hub& hub() { return *hub_; }
    [[nodiscard]] const HubOutputs& outputs() const { return outputs_; }
    void clear_outputs() { outputs_ = {}; }

private:
    void handle(const core::hub::Input& input);
    void drain();
    template <class Work>
    void measured(const Work& work);

    void carry_out(const core::hub::Send& send);
    void carry_out(const core::hub::Broadcast& broadcast);
    void carry_out(const core::hub::Close& close);
    void carry_out(const core::hub::AskStore& ask);
    void carry_out(const core::hub::CheckProof& check);
    void carry_out(const core::hub::MintAccess& mint);
    template <class Other>
    void carry_out(const Other& /*for nobody*/) {}

    std::uint64_t (*counter_)();
    FakeEntropy entropy_{1};
    MemoryStore store_;
    core::MonotonicTime now_{std::chrono::seconds{1000}};
    std::unique_ptr<core::hub::Hub> hub_;
    core::RoomId room_;
    std::map<std::string, core::AccountId, std::less<>> logins_;
    std::uint64_t last_connection_ = 0;
    std::uint64_t last_post_ = 0;
    std::uint64_t granted_ = 0;
    core::Challenge last_challenge_;
    HubOutputs outputs_;
};

}  // namespace workspace::testing
