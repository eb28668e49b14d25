#include "support/child.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

extern char** environ;

namespace workspace::testing {
namespace {

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    result.reserve(texts.size() + 1);
    for (auto& text : texts) {
        result.push_back(text.data());
    }
    result.push_back(nullptr);
    return result;
}

std::array<int, 2> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error(std::string("pipe: ") + std::strerror(errno));
    }
    return ends;
}

}  // namespace

Child::Child(Options options) : log_(std::move(options.log)) {
    const auto in = make_pipe();
    const auto out = make_pipe();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log_.empty() ? "/dev/null" : log_.c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND, 0600);
    std::vector<std::string> environment = options.environment;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        environment.emplace_back(*entry);
    }
    auto argv = pointers(options.argv);
    auto envp = pointers(environment);
    const int failed = ::posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), envp.data());
    posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    stdin_ = in[1];
    stdout_ = out[0];
    if (failed != 0) {
        ::close(stdin_);
        ::close(stdout_);
        throw std::runtime_error("cannot start " + options.argv[0] + ": " + std::strerror(failed));
    }
    reader_ = std::thread([this] { read_lines(); });
}

Child::~Child() {
    kill();
    close_stdin();
    reader_.join();
    ::close(stdout_);
}

void Child::read_lines() {
    std::string partial;
    std::array<char, 65536> buffer{};
    while (true) {
        const ssize_t got = ::read(stdout_, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            break;
        }
        partial.append(buffer.data(), static_cast<std::size_t>(got));
        std::size_t begin = 0;
        for (auto end = partial.find('\n'); end != std::string::npos; end = partial.find('\n', begin)) {
            const std::lock_guard lock(mutex_);
            lines_.push_back(partial.substr(begin, end - begin));
            begin = end + 1;
            if (handler_) {
                handler_(lines_.back());
            }
            changed_.notify_all();
        }
        partial.erase(0, begin);
    }
    const std::lock_guard lock(mutex_);
    end_of_output_ = true;
    changed_.notify_all();
}

void Child::on_line(std::function<void(const std::string&)> handler) {
    const std::lock_guard lock(mutex_);
    handler_ = std::move(handler);
    for (const auto& line : lines_) {
        handler_(line);
    }
}

std::string Child::wait_line(const std::function<bool(const std::string&)>& fits, const std::string& what) {
    std::unique_lock lock(mutex_);
    std::size_t seen = 0;
    std::optional<std::string> found;
    const auto look = [&] {
        for (; seen < lines_.size() && !found; ++seen) {
            if (fits(lines_[seen])) {
                found = lines_[seen];
            }
        }
        return found.has_value() || end_of_output_;
    };
    changed_.wait_for(lock, kPatience, look);
    if (!found) {
        throw std::runtime_error("never saw " + what + "; standard error ends with:\n" + log_tail());
    }
    return *found;
}

void Child::write_line(const std::string& line) {
    const std::string text = line + "\n";
    std::size_t done = 0;
    while (done < text.size()) {
        const ssize_t put = ::write(stdin_, text.data() + done, text.size() - done);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put < 0) {
            throw std::runtime_error(std::string("the process takes no more input: ") + std::strerror(errno) + "\n" +
                                     log_tail());
        }
        done += static_cast<std::size_t>(put);
    }
}

void Child::close_stdin() {
    if (stdin_ >= 0) {
        ::close(stdin_);
        stdin_ = -1;
    }
}

void Child::signal(int number) const {
    if (pid_ > 0 && !exit_) {
        ::kill(pid_, number);
    }
}

bool Child::reap(bool block) {
    if (exit_) {
        return true;
    }
    int status = 0;
    pid_t got = 0;
    do {
        got = ::waitpid(pid_, &status, block ? 0 : WNOHANG);
    } while (got < 0 && errno == EINTR);
    if (got != pid_) {
        return false;
    }
    exit_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return true;
}

bool Child::running() {
    return !reap(false);
}

int Child::wait_exit() {
    {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, kPatience, [&] { return end_of_output_; })) {
            throw std::runtime_error("the process does not end; standard error ends with:\n" + log_tail());
        }
    }
    reap(true);
    return *exit_;
}

void Child::kill() {
    if (!reap(false)) {
        ::kill(pid_, SIGKILL);
        reap(true);
    }
}

std::string Child::log_tail() const {
    std::ifstream file(log_);
    std::stringstream all;
    all << file.rdbuf();
    const std::string text = all.str();
    return text.size() > 4000 ? text.substr(text.size() - 4000) : text;
}

Finished run(const std::vector<std::string>& argv, const std::string& input) {
    const Scratch scratch("run");
    Child child({.argv = argv, .environment = {}, .log = scratch.path() / "stderr"});
    Finished result;
    child.on_line([&](const std::string& line) { result.output += line + "\n"; });
    if (!input.empty()) {
        child.write_line(input);
    }
    child.close_stdin();
    result.code = child.wait_exit();
    result.output += child.log_tail();
    return result;
}

Scratch::Scratch(const std::string& name) {
    std::string pattern = (std::filesystem::temp_directory_path() / ("workspace-" + name + "-XXXXXX")).string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("cannot make a temporary folder " + pattern);
    }
    path_ = pattern;
}

Scratch::~Scratch() {
    if (std::getenv("KEEP_TEST_FOLDERS") != nullptr) {
        std::cerr << "kept " << path_ << "\n";
        return;
    }
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace workspace::testing
