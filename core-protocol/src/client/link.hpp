#pragma once

#include <cstdint>
#include <optional>

#include "backoff.hpp"
#include "outputs_queue.hpp"
#include "tuning.hpp"

namespace workspace::core::client {

/// The one socket, the phase, and the timers of both: when to try again, how long a claim may take, when to beat (S9).
/// It knows nothing of what is said over the socket.
///
///   socket:  none --OpenSocket--> opening --SocketOpened--> open --CloseSocket--> closing --SocketClosed--> none
///
/// One socket at a time: a try that begins while the last one is still closing opens as soon as it is gone.
class Link {
public:
    enum class Socket : std::uint8_t { none, opening, open, closing };
    enum class Due : std::uint8_t { nothing, retry, claim_overdue, beat_overdue };

    Link(Outputs& outputs, Entropy& entropy) : outputs_(outputs), entropy_(entropy) {}

    [[nodiscard]] Phase phase() const { return phase_; }
    [[nodiscard]] bool live() const { return phase_ == Phase::live; }
    [[nodiscard]] Socket socket() const { return socket_; }
    [[nodiscard]] std::optional<MonotonicTime> retry_at() const { return retry_at_; }

    /// Begins a try: phase `connecting`.
    void connect(MonotonicTime now);
    /// The socket is open. False when it was not awaited.
    bool opened();
    /// The socket is gone. True when it was in use; false when it is the one that was being closed.
    bool closed(MonotonicTime now);
    /// The claim was granted: phase `live`, the beats begin.
    void admitted(MonotonicTime now);
    /// Gives the socket up and tries again later: phase `waiting`. At once after a link that was live for a while;
    /// never before `not_before` from now.
    void wait(MonotonicTime now, Duration not_before);
    /// Gives the socket up and stays so: phase `stopped` or `signed_out`.
    void rest(Phase phase);
    void drop();

    void beat_answered() { answer_by_.reset(); }
    /// What the time has brought; sends a beat where one is due.
    [[nodiscard]] Due due(MonotonicTime now);
    [[nodiscard]] MonotonicTime deadline() const;

    void check(std::vector<std::string>& broken) const;
    [[nodiscard]] std::uint64_t digest() const;

private:
    void open_socket(MonotonicTime now);
    void clear_timers();

    Outputs& outputs_;
    Entropy& entropy_;
    Phase phase_ = Phase::signed_out;
    Socket socket_ = Socket::none;
    Backoff backoff_{kReconnectFirst, kReconnectMax};
    bool try_at_once_ = true;
    std::optional<MonotonicTime> live_since_;
    std::optional<MonotonicTime> retry_at_;
    std::optional<MonotonicTime> claim_by_;
    std::optional<MonotonicTime> beat_at_;
    std::optional<MonotonicTime> answer_by_;
};

}  // namespace workspace::core::client
