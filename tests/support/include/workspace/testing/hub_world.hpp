#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "workspace/core/hub/hub.hpp"
#include "workspace/testing/fake_entropy.hpp"
#include "workspace/testing/fake_signer.hpp"
#include "workspace/testing/memory_store.hpp"
#include "workspace/testing/promises.hpp"
#include "workspace/testing/store_failure.hpp"

namespace workspace::testing {

struct HubWorldOptions {
    core::ElsewherePolicy policy = core::ElsewherePolicy::ask;
    core::Limits limits{};
    std::uint64_t seed = 1;
    /// From Close to Disconnected, as a peer that is slow to go away makes it.
    core::Duration close_takes{};
    /// Beside what fail_store() asks for.
    StoreFailure store_failure{};
};

/// What stands at the far end of one connection, as far as a test looks at it.
struct Peer {
    std::string who;  ///< in transcripts
    std::vector<core::wire::ServerMessage> received;
    std::size_t frames = 0;                 ///< sends and broadcasts that reached it
    std::optional<core::CloseCode> closed;  ///< the server's close code
    bool gone = false;                      ///< the server has heard of the end of the socket
    bool beats = false;                     ///< beats every 5 s and answers probes
    bool deaf = false;                      ///< half-open: gets nothing, says nothing, does not close
    core::MonotonicTime next_beat{};
};

/// A hub with everything around it that a server would be: MemoryStore behind a queue, proofs without cryptography,
/// virtual time, sockets that deliver at once. After each input the world is carried to rest: all outputs are carried
/// out, and all answers that are due are given as one turn. check_invariants() runs after each input and each timeout,
/// and what the hub tells anyone is held against the store; what is found is kept.
class HubWorld {
public:
    explicit HubWorld(HubWorldOptions options = {});

    // ---- people and rooms ------------------------------------------------------------------------------------------
    /// Their password is their login name.
    core::AccountId add_person(const std::string& login) {
        return store_.add_account(login, display_name(login), login);
    }
    core::AccountId add_bot(const std::string& login) {
        return store_.add_account(login, display_name(login), login, true);
    }
    /// Pre: before the first connection, or followed by restart(): a hub learns its rooms at the start.
    core::RoomId add_room(const std::string& name);

    // ---- the network -----------------------------------------------------------------------------------------------
    core::ConnectionId connect(std::string who = "somebody");
    void send(core::ConnectionId connection, const core::wire::ClientMessage& message);
    void send_text(core::ConnectionId connection, std::string_view text);
    void handle(const core::hub::Input& input);
    /// The socket closes from the far end.
    void cut(core::ConnectionId connection);
    /// Everything inside is one turn of the server's loop: nothing is polled before the end.
    void in_one_turn(const std::function<void()>& inputs);
    [[nodiscard]] const Peer& peer(core::ConnectionId connection) const { return peers_.at(connection); }
    [[nodiscard]] Peer& peer(core::ConnectionId connection) { return peers_.at(connection); }
    [[nodiscard]] const std::map<core::ConnectionId, Peer>& peers() const { return peers_; }
    [[nodiscard]] const std::map<core::Ticket, core::hub::ApiResult>& api_answers() const { return api_answers_; }
    [[nodiscard]] const std::vector<core::hub::LeaseNotice>& notices() const { return notices_; }

    // ---- time ------------------------------------------------------------------------------------------------------
    void advance(core::Duration duration);
    /// The server's process stands still; what arrives meanwhile waits in the sockets.
    void stall(core::Duration duration) { now_ = now_ + duration; }
    [[nodiscard]] core::Now now() const { return {now_, wall()}; }

    // ---- the store and the server ----------------------------------------------------------------------------------
    [[nodiscard]] MemoryStore& store() { return store_; }
    [[nodiscard]] const MemoryStore& store() const { return store_; }
    [[nodiscard]] core::hub::Hub& hub() { return *hub_; }
    [[nodiscard]] const core::hub::Hub& hub() const { return *hub_; }
    /// Each operation takes this long; their order stays.
    void set_store_delay(core::Duration delay) { store_delay_ = delay; }
    /// The next `count` operations fail.
    void fail_store(int count) { store_failures_ = count; }
    /// No answer until release_store().
    void hold_store() { store_held_ = true; }
    void release_store();
    void overload_proofs(bool overloaded) { proofs_overloaded_ = overloaded; }
    /// Operations that were answered so far.
    [[nodiscard]] std::uint64_t store_operations() const { return store_operations_; }
    /// Takes back what was done to the store and to the proofs: neither slow, nor held, nor failing. A server that was
    /// stopping is started again.
    void heal();
    /// kill -9 and start again: of what was under way the store had committed the first `committed` operations.
    void restart(std::size_t committed = 0);

    [[nodiscard]] FakeEntropy& entropy() { return entropy_; }
    /// What did not hold so far, each as a sentence that begins with its rule's name.
    [[nodiscard]] const std::vector<std::string>& broken() const { return broken_; }
    [[nodiscard]] const Promises& promises() const { return promises_; }
    /// Each message that passed, as `who -> server: …`, secrets blanked out.
    [[nodiscard]] const std::vector<std::string>& transcript() const { return transcript_; }
    void note(std::string words) { transcript_.push_back(std::move(words)); }
    /// Off where there are too many messages to keep in words.
    void keep_transcript(bool keep) { keep_transcript_ = keep; }

private:
    struct StoreRequest {
        core::hub::AskStore ask;
        core::MonotonicTime due;
    };

    static std::string display_name(std::string login);
    [[nodiscard]] core::WallTime wall() const;
    void start_hub();
    void settle();
    void feed(const core::hub::Input& input);
    void check();
    /// What the hub throws is kept as broken before it goes on.
    void guarded(const std::function<void()>& work);
    bool carry_out_outputs();
    bool answer_what_is_due();
    bool answer_store();
    void beat_what_is_due();
    [[nodiscard]] core::MonotonicTime next_event() const;

    void carry_out(const core::hub::Send& send);
    void carry_out(const core::hub::Broadcast& broadcast);
    void carry_out(const core::hub::Close& close);
    void carry_out(const core::hub::AskStore& ask);
    void carry_out(const core::hub::CheckProof& check);
    void carry_out(const core::hub::MintAccess& mint);
    void carry_out(const core::hub::ApiAnswer& answer);
    void carry_out(const core::hub::LeaseNotice& notice);
    void deliver(Peer& peer, const std::vector<core::wire::ServerMessage>& messages);

    HubWorldOptions options_;
    FakeEntropy entropy_;
    MemoryStore store_;
    core::MonotonicTime now_{std::chrono::seconds{1000}};
    std::unique_ptr<core::hub::Hub> hub_;
    std::uint64_t last_connection_ = 0;
    int starts_ = 0;
    bool stopping_ = false;
    int turn_depth_ = 0;
    std::map<core::ConnectionId, Peer> peers_;
    std::deque<StoreRequest> store_queue_;
    core::Duration store_delay_{};
    int store_failures_ = 0;
    std::uint64_t store_operations_ = 0;
    bool store_held_ = false;
    bool proofs_overloaded_ = false;
    std::deque<core::hub::Input> answers_;
    std::deque<std::pair<core::MonotonicTime, core::ConnectionId>> closing_;
    std::map<core::Ticket, core::hub::ApiResult> api_answers_;
    std::vector<core::hub::LeaseNotice> notices_;
    Promises promises_;
    std::size_t promises_seen_ = 0;
    std::vector<std::string> broken_;
    std::vector<std::string> transcript_;
    bool keep_transcript_ = true;
};

}  // namespace workspace::testing
