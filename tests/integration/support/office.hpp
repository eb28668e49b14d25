#pragma once

#include <boost/json.hpp>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "support/child.hpp"

/// An office for tests: the real server, and people who use the real command-line client, each on a computer of
/// their own, all as processes on this machine.
namespace workspace::testing {

/// The real server on a data folder of the test's.
class Server {
public:
    explicit Server(std::filesystem::path folder);

    /// Starts it (again) and waits until it listens. The port stays the same from the second start on.
    void start(const std::vector<std::string>& options = {});
    /// SIGTERM; the exit code.
    int stop();
    void kill() { process_->kill(); }

    /// Makes an account. Works before the start and while it serves. The password is "correct horse NAME".
    void add_account(const std::string& name);
    [[nodiscard]] static std::string password_of(const std::string& name);
    /// Names of the accounts that hold a lease, from the database, as an operator would ask.
    [[nodiscard]] std::set<std::string> leases() const;
    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::string url() const;
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] Child& process() { return *process_; }

private:
    std::filesystem::path folder_;
    int port_ = 0;
    std::unique_ptr<Child> process_;
};

/// What one message looked like to a client.
struct Seen {
    std::int64_t seq = 0;
    std::string author;
    std::string body;
    bool live = false;
};

/// What a client has told so far.
struct Facts {
    std::string phase;
    std::string stop;  ///< name of the refusal or close code of the last stop
    bool may_use_here = false;
    std::string holder_workstation;
    std::optional<std::int64_t> count;
    std::set<std::string> people;
    std::map<std::int64_t, Seen> messages;     ///< by seq, of the first room
    std::vector<std::int64_t> arrival;         ///< seqs in the order in which they were told
    std::map<std::string, std::string> posts;  ///< body -> state
    std::int64_t head = 0;
    std::set<std::string> refusals;  ///< all that ever came
    int live_times = 0;              ///< how often it became live

    [[nodiscard]] bool complete_to(std::int64_t seq) const;
    [[nodiscard]] bool has(const std::string& body) const;
};

/// A person at a computer: one `workspace-cli --json` process, and what it has told so far.
class Person {
public:
    struct At {
        std::string name;  ///< account
        std::string workstation;
        std::string server_url;
        std::filesystem::path folder;  ///< its data folder; a person who comes back uses the same
    };
    explicit Person(At at);

    void sign_in();
    void sign_out();
    void quit();
    void use_here();
    void say(const std::string& body);
    void load_older();

    /// Waits until `holds` does, looking again at each event; throws, naming `what`, when it never does. What it saw
    /// then.
    Facts wait(const std::string& what, const std::function<bool(const Facts&)>& holds);
    Facts wait_phase(const std::string& phase);
    /// Signs in, and wait_in().
    void come_in();
    /// Waits until the client is live and knows the rooms and the count.
    Facts wait_in();
    /// Signs in and waits until it is refused; the refusal's name.
    std::string try_to_come_in();
    [[nodiscard]] Facts facts();

    [[nodiscard]] Child& process() { return *process_; }
    [[nodiscard]] const At& at() const { return at_; }

private:
    void command(const boost::json::object& command);
    void take(const std::string& line);
    void take_phase(const boost::json::object& event);
    void take_messages(const boost::json::object& event);

    At at_;
    std::mutex mutex_;
    std::condition_variable changed_;
    Facts known_;
    std::int64_t room_ = 0;
    std::unique_ptr<Child> process_;
};

/// Loads are divided by this under sanitizers (WORKSPACE_TEST_SCALE).
[[nodiscard]] int scaled(int load);

}  // namespace workspace::testing
