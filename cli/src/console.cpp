#include "workspace/cli/console.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

namespace workspace::cli {
namespace {

constexpr std::size_t kLineBytesMax = 1024 * 1024;
constexpr int kInterruptedExit = 130;

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

/// Turns the terminal's echo off as long as it lives.
class SilentTerminal {
public:
    SilentTerminal() : silent_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        silent_ = silent_ && ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
    }
    ~SilentTerminal() {
        if (silent_) {
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
        }
    }
    SilentTerminal(const SilentTerminal&) = delete;
    SilentTerminal& operator=(const SilentTerminal&) = delete;

private:
    termios before_{};
    bool silent_ = false;
};

int milliseconds_until(const Console::Deadline& deadline) {
    if (!deadline) {
        return -1;
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000));
}

}  // namespace

Console::Console() {
    ::signal(SIGPIPE, SIG_IGN);
    sigset_t wanted;
    sigemptyset(&wanted);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        sigaddset(&wanted, number);
    }
    if (::pthread_sigmask(SIG_BLOCK, &wanted, nullptr) != 0) {
        fail("pthread_sigmask");
    }
    wake_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    signals_ = ::signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC);
    if (wake_ < 0 || signals_ < 0) {
        fail("eventfd");
    }
}

Console::~Console() {
    ::close(wake_);
    ::close(signals_);
}

void Console::push(std::vector<core::client::Event> events) {
    {
        const std::scoped_lock guard(mutex_);
        pushed_.insert(pushed_.end(), std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
    }
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);  // a full counter wakes as well
}

Arrivals Console::wait(bool read_input, Deadline deadline) {
    Arrivals arrivals;
    std::array<pollfd, 3> watched{
        {{.fd = wake_, .events = POLLIN, .revents = 0},
         {.fd = signals_, .events = POLLIN, .revents = 0},
         {.fd = read_input && !input_ended_ ? STDIN_FILENO : -1, .events = POLLIN, .revents = 0}}};
    const int ready = ::poll(watched.data(), watched.size(), milliseconds_until(deadline));
    if (ready < 0 && errno != EINTR) {
        fail("poll");
    }
    if (ready > 0 && watched[0].revents != 0) {
        std::uint64_t count = 0;
        [[maybe_unused]] const auto got = ::read(wake_, &count, sizeof count);
        const std::scoped_lock guard(mutex_);
        arrivals.events.swap(pushed_);
    }
    if (ready > 0 && watched[1].revents != 0) {
        take_signal(arrivals);
    }
    if (ready > 0 && watched[2].revents != 0) {
        take_input(arrivals);
    }
    arrivals.late = deadline && std::chrono::steady_clock::now() >= *deadline;
    return arrivals;
}

void Console::take_signal(Arrivals& arrivals) {
    signalfd_siginfo info{};
    while (::read(signals_, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
        if (signalled_) {
            ::_exit(kInterruptedExit);
        }
        signalled_ = true;
        arrivals.interrupted = true;
    }
}

void Console::take_input(Arrivals& arrivals) {
    std::array<char, 65536> part{};
    const ssize_t got = ::read(STDIN_FILENO, part.data(), part.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) {
        return;
    }
    if (got > 0) {
        partial_.append(part.data(), static_cast<std::size_t>(got));
    }
    std::size_t start = 0;
    for (std::size_t end = partial_.find('\n'); end != std::string::npos; end = partial_.find('\n', start)) {
        arrivals.lines.push_back(partial_.substr(start, end - start));
        start = end + 1;
    }
    partial_.erase(0, start);
    if (got <= 0 || partial_.size() > kLineBytesMax) {
        input_ended_ = arrivals.input_ended = true;
        if (!partial_.empty() && partial_.size() <= kLineBytesMax) {
            arrivals.lines.push_back(std::move(partial_));  // a last line without its newline
        }
        partial_.clear();
    }
}

bool Console::print(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
        if (written < 0 && errno == EAGAIN) {
            pollfd waiting{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
            ::poll(&waiting, 1, -1);
            continue;
        }
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::optional<std::string> Console::ask_password(std::string_view prompt) {
    std::optional<std::string> line;
    {
        const SilentTerminal silent;  // first: what is typed as soon as the prompt shows is neither seen nor lost
        print(prompt);
        line = read_line();
    }
    print("\n");
    return line;
}

std::optional<std::string> Console::read_line() {
    std::string line;
    while (true) {
        std::array<pollfd, 2> watched{
            {{.fd = signals_, .events = POLLIN, .revents = 0}, {.fd = STDIN_FILENO, .events = POLLIN, .revents = 0}}};
        if (::poll(watched.data(), watched.size(), -1) > 0 && watched[0].revents != 0) {
            return std::nullopt;  // the signal stays for wait()
        }
        char c = 0;
        const ssize_t got = ::read(STDIN_FILENO, &c, 1);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return line.empty() ? std::nullopt : std::optional(line);
        }
        if (c == '\n') {
            return line;
        }
        line.push_back(c);
    }
}

}  // namespace workspace::cli
