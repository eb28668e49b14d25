#pragma once

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "workspace/core/client/client.hpp"
#include "workspace/testing/fake_entropy.hpp"

namespace workspace::testing {

/// One client core whose host and server are played by a test, in virtual time. The host's part goes by itself: claims
/// are signed, the outbox is saved, a socket that is dropped closes. What the client sends and tells is kept until the
/// test takes it. After each input the invariants must hold.
class ClientScript {
public:
    explicit ClientScript(core::client::Restored restored = {},
                          core::wire::PresenceWish wish = core::wire::PresenceWish::people, std::uint64_t seed = 1);

    // ---- the host's part -------------------------------------------------------------------------------------------
    void give(const core::client::Input& input);
    void command(core::client::Command command) { give(core::client::Input{std::move(command)}); }
    /// Lets time pass, timer by timer.
    void pass(core::Duration time);
    /// Runs the timers that are due now.
    void settle() { pass({}); }
    [[nodiscard]] core::Now now() const { return now_; }
    /// Whether the disk answers SaveOutbox by itself.
    void disk_answers(bool does) { disk_answers_ = does; }
    /// Whether the socket says that it closed, once it was dropped.
    void socket_closes(bool does) { socket_closes_ = does; }
    /// Whether the server answers `reads_get` and `statuses_get` by itself: nothing was read, nobody says anything.
    void asides_answer(bool does) { asides_answer_ = does; }

    // ---- the server's part -----------------------------------------------------------------------------------------
    void open() { give(core::client::SocketOpened{}); }
    void says(const core::wire::ServerMessage& message);
    void says_text(std::string_view text) { give(core::client::FrameArrived{text}); }
    void closes(std::optional<core::CloseCode> code);
    /// Opens, greets and takes the claim that comes; what it was, for a look at it.
    core::wire::ClientMessage greets();
    /// greets(), then lets it in.
    void welcomes(const core::wire::Welcome& welcome);
    /// From the start to live, as alice in the room 1; what was sent and told meanwhile is thrown away.
    void goes_live();

    // ---- what came out ---------------------------------------------------------------------------------------------
    [[nodiscard]] bool socket_wanted() const { return socket_wanted_; }
    [[nodiscard]] int sockets_opened() const { return sockets_opened_; }
    /// The oldest message of this type that was sent and not taken; all before it are thrown away.
    template <class M>
    [[nodiscard]] std::optional<M> sent() {
        return take<M>(sent_);
    }
    /// The same of what it told.
    template <class E>
    [[nodiscard]] std::optional<E> told() {
        return take<E>(told_);
    }
    /// The newest of this type, all older are thrown away.
    template <class E>
    [[nodiscard]] std::optional<E> last_told() {
        std::optional<E> last;
        while (auto next = take<E>(told_)) {
            last = std::move(next);
        }
        return last;
    }
    /// All that was sent and not taken.
    [[nodiscard]] const std::vector<core::wire::ClientMessage>& all_sent() const { return sent_; }
    [[nodiscard]] bool sent_nothing() const { return sent_.empty(); }
    void forget_what_came_out();
    [[nodiscard]] const std::optional<core::client::SavedSession>& session_on_disk() const { return session_; }
    [[nodiscard]] const std::vector<core::client::OutboxEntry>& outbox_on_disk() const { return outbox_; }
    [[nodiscard]] core::client::Client& client() { return client_; }
    [[nodiscard]] core::client::Phase phase() const { return client_.phase(); }
    /// The kinds of outputs in order, as letters: o open, c close, s send, k save session, f forget session.
    [[nodiscard]] const std::string& order() const { return order_; }
    [[nodiscard]] const std::vector<std::string>& broken() const { return broken_; }

private:
    template <class T, class Any>
    static std::optional<T> take(std::vector<Any>& from) {
        for (std::size_t i = 0; i < from.size(); ++i) {
            if (auto* found = std::get_if<T>(&from[i])) {
                std::optional<T> result{std::move(*found)};
                from.erase(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(i) + 1);
                return result;
            }
        }
        from.clear();
        return std::nullopt;
    }
    void drain();
    void carry_out(core::client::Output& output);
    [[nodiscard]] bool answer_aside(const core::wire::ClientMessage& message);

    FakeEntropy entropy_;
    core::Now now_{core::MonotonicTime{core::seconds{1000}}, core::WallTime{1'700'000'000'000}};
    core::client::Client client_;
    std::vector<core::wire::ClientMessage> sent_;
    std::vector<core::client::Event> told_;
    std::vector<core::client::Input> answers_;
    std::deque<std::string> frames_;  ///< of the answers that are frames: those only point
    std::optional<core::client::SavedSession> session_;
    std::vector<core::client::OutboxEntry> outbox_;
    std::string order_;
    std::vector<std::string> broken_;
    bool socket_wanted_ = false;
    bool disk_answers_ = true;
    bool socket_closes_ = true;
    bool asides_answer_ = true;
    int sockets_opened_ = 0;
};

// ---- material -------------------------------------------------------------------------------------------------------

[[nodiscard]] core::client::ClientConfig some_computer(
    std::uint8_t number = 1, core::wire::PresenceWish wish = core::wire::PresenceWish::people);
[[nodiscard]] core::client::SavedSession some_session();
[[nodiscard]] core::ClientId cid(std::uint8_t number);
[[nodiscard]] core::RoomEpoch room_epoch(std::uint8_t number);
[[nodiscard]] core::wire::Room room(std::int64_t id, std::int64_t head, std::uint8_t epoch = 1);
/// An event whose client id and text follow from its seq; by account 2 unless said otherwise.
[[nodiscard]] core::wire::Event event(std::int64_t seq, std::int64_t author = 2);
[[nodiscard]] std::vector<core::wire::Event> events(std::int64_t from, std::int64_t to);
/// The stamp of the set of these accounts.
[[nodiscard]] core::wire::PresenceStamp stamp(std::int64_t version, const std::vector<std::int64_t>& accounts,
                                              std::uint8_t boot = 1);
[[nodiscard]] std::vector<core::wire::Person> people(const std::vector<std::int64_t>& accounts);
/// Alice (account 1) with the room 1 at `head`, alone.
[[nodiscard]] core::wire::Welcome welcome(std::int64_t head = 0);
[[nodiscard]] core::wire::Synced synced(const core::wire::Room& room, core::wire::SyncResult result, std::int64_t from);

}  // namespace workspace::testing
