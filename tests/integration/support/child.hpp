#pragma once

#include <sys/types.h>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace workspace::testing {

/// How long a test waits for something before it calls it lost. Nothing waits this long when all is well.
inline constexpr std::chrono::seconds kPatience{60};

/// A process that the test started: lines of its standard output arrive as they are printed; its standard error goes
/// to a file that is shown when a wait fails. Killed, by its id, when the object goes away.
class Child {
public:
    struct Options {
        std::vector<std::string> argv;
        std::vector<std::string> environment;  ///< "NAME=value", on top of the test's own
        std::filesystem::path log;             ///< standard error, appended
    };

    explicit Child(Options options);
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Called for each line, on the reader's thread. Set once, before lines are expected; earlier lines are replayed.
    void on_line(std::function<void(const std::string&)> handler);
    /// The first line (from the start) that fits; fails the test by exception when none comes.
    std::string wait_line(const std::function<bool(const std::string&)>& fits, const std::string& what);

    void write_line(const std::string& line);
    void close_stdin();
    void signal(int number) const;
    /// Exit code, or 128 + the signal that ended it.
    int wait_exit();
    /// SIGKILL, and waits for the end.
    void kill();
    [[nodiscard]] bool running();
    [[nodiscard]] pid_t pid() const { return pid_; }
    [[nodiscard]] std::string log_tail() const;

private:
    void read_lines();
    bool reap(bool block);

    std::filesystem::path log_;
    pid_t pid_ = -1;
    int stdin_ = -1;
    int stdout_ = -1;
    std::optional<int> exit_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::string> lines_;
    bool end_of_output_ = false;
    std::function<void(const std::string&)> handler_;
    std::thread reader_;
};

/// Runs a command to its end; its output and exit code.
struct Finished {
    int code = 0;
    std::string output;
};
[[nodiscard]] Finished run(const std::vector<std::string>& argv, const std::string& input = {});

/// A folder of the test's own under the temporary folder; removed at the end unless KEEP_TEST_FOLDERS is set.
class Scratch {
public:
    explicit Scratch(const std::string& name);
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace workspace::testing
