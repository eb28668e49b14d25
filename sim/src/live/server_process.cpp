#include "live/server_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <charconv>
#include <csignal>
#include <cstring>
#include <istream>
#include <stdexcept>
#include <string_view>

#include <boost/asio/read_until.hpp>

namespace workspace::sim {

namespace {

constexpr std::string_view kListening = "listening on http://127.0.0.1:";

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    result.reserve(texts.size() + 1);
    for (std::string& text : texts) {
        result.push_back(text.data());
    }
    result.push_back(nullptr);
    return result;
}

}  // namespace

ServerProcess::ServerProcess(boost::asio::io_context& context, const Options& options)
    : output_(std::make_shared<Output>(context)) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe to the server can be made");
    }
    output_->pipe.assign(ends[0]);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, options.log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    std::vector<std::string> words = options.argv;
    std::vector<std::string> environment = options.environment;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        environment.emplace_back(*entry);
    }
    const int failed = ::posix_spawn(&process_, words.at(0).c_str(), &actions, nullptr, pointers(words).data(),
                                     pointers(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (failed != 0) {
        throw std::runtime_error(words.at(0) + " cannot be started: " + std::strerror(failed));
    }
    read_lines(output_);
}

ServerProcess::~ServerProcess() {
    boost::system::error_code ignored;
    output_->pipe.close(ignored);
    kill();
}

void ServerProcess::read_lines(const std::shared_ptr<Output>& output) {
    const auto arrived = [output](const boost::system::error_code& error, std::size_t) {
        std::istream in(&output->lines);
        std::string line;
        std::getline(in, line);
        if (line.starts_with(kListening)) {
            std::from_chars(line.data() + kListening.size(), line.data() + line.size(), output->port);
        }
        if (!error) {
            read_lines(output);
        }
    };
    boost::asio::async_read_until(output->pipe, output->lines, '\n', arrived);
}

void ServerProcess::stop() const {
    if (!code_) {
        ::kill(process_, SIGTERM);
    }
}

void ServerProcess::kill() {
    if (!ended()) {
        ::kill(process_, SIGKILL);
        reap(0);
    }
}

std::optional<int> ServerProcess::ended() {
    if (!code_) {
        reap(WNOHANG);
    }
    return code_;
}

void ServerProcess::reap(int options) {
    int status = 0;
    pid_t child = 0;
    do {
        child = ::waitpid(process_, &status, options);
    } while (child < 0 && errno == EINTR);
    if (child == process_) {
        code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
}

}  // namespace workspace::sim
