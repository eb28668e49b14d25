#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

namespace workspace::testing {

/// A network cable between clients and the server: a TCP relay on loopback that a test can cut (both ends are reset
/// and new connections refused) or freeze (bytes vanish, nothing is closed), and mend.
class Cable {
public:
    explicit Cable(int server_port);
    ~Cable();
    Cable(const Cable&) = delete;
    Cable& operator=(const Cable&) = delete;

    [[nodiscard]] int port() const { return port_; }
    void cut();
    /// What is under way and what follows is swallowed; the sockets stay open.
    void freeze();
    /// Lets new connections through; frozen ones stay frozen until their ends give up.
    void mend();

private:
    enum class State { whole, cut, frozen };
    struct Relay;

    void serve();
    bool accept_one();

    int server_port_;
    int port_ = 0;
    int listener_ = -1;
    int wake_[2] = {-1, -1};
    std::atomic<State> wanted_{State::whole};
    std::atomic<bool> stop_{false};
    std::set<std::unique_ptr<Relay>> relays_;
    std::thread thread_;
};

}  // namespace workspace::testing
