#include "swarm/in_parallel.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <stdexcept>

namespace workspace::sim {

namespace {

constexpr int kWell = 0;
constexpr int kFoundSomething = 1;
constexpr int kFailed = 2;

/// Never returns. What it says is less than a pipe holds, so that nobody has to read meanwhile.
[[noreturn]] void be_a_job(int pipe, int job, const std::function<Figures(int)>& work) {
    static_assert(sizeof(Figures) < 4096);
    int code = kFailed;
    try {
        const Figures figures = work(job);
        std::cout.flush();
        const bool said = ::write(pipe, &figures, sizeof figures) == static_cast<ssize_t>(sizeof figures);
        code = !said ? kFailed : figures.broken + figures.differing > 0 ? kFoundSomething : kWell;
    } catch (const std::exception& error) {
        std::cerr << "workspace-sim: " << error.what() << '\n';
    }
    std::_Exit(code);
}

class Jobs {
public:
    void start(int job, const std::function<Figures(int)>& work) {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) {
            throw std::runtime_error("no pipe to another process can be made");
        }
        std::cout.flush();
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(ends[0]);
            be_a_job(ends[1], job, work);
        }
        ::close(ends[1]);
        if (child < 0) {
            ::close(ends[0]);
            throw std::runtime_error("no process can be made");
        }
        pipes_[child] = ends[0];
    }
    [[nodiscard]] bool any() const { return !pipes_.empty(); }

    /// Waits for one; whether it found something. A job that was ended says nothing.
    bool take_one(Figures& sum) {
        int status = 0;
        const pid_t child = ::waitpid(-1, &status, 0);
        const auto found = pipes_.find(child);
        if (found == pipes_.end()) {
            if (child < 0 && errno != EINTR) {
                throw std::runtime_error("a process is lost");
            }
            return false;
        }
        Figures figures;
        const bool said = ::read(found->second, &figures, sizeof figures) == static_cast<ssize_t>(sizeof figures);
        ::close(found->second);
        pipes_.erase(found);
        if (said) {
            sum.add(figures);
        } else if (!ending_) {
            throw std::runtime_error("a process died; play its seeds with --jobs 1");
        }
        return WIFEXITED(status) && WEXITSTATUS(status) == kFoundSomething;
    }
    void end_all() {
        ending_ = true;
        for (const auto& [child, pipe] : pipes_) {
            ::kill(child, SIGTERM);
        }
    }

private:
    std::map<pid_t, int> pipes_;
    bool ending_ = false;
};

}  // namespace

Figures in_parallel(int jobs, bool stop_at_first, const std::function<Figures(int)>& work) {
    Jobs running;
    for (int job = 0; job < jobs; ++job) {
        running.start(job, work);
    }
    Figures sum;
    while (running.any()) {
        if (running.take_one(sum) && stop_at_first) {
            running.end_all();
        }
    }
    return sum;
}

}  // namespace workspace::sim
