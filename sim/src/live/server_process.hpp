#pragma once

#include <sys/types.h>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/streambuf.hpp>

namespace workspace::sim {

/// A workspace-server that was started here; killed, by its id, when the object goes away. Its standard error is
/// appended to a file.
class ServerProcess {
public:
    struct Options {
        std::vector<std::string> argv;
        std::vector<std::string> environment;  ///< `NAME=value`, on top of one's own
        std::filesystem::path log;
    };
    /// Throws std::runtime_error where it cannot be started.
    ServerProcess(boost::asio::io_context& context, const Options& options);
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    /// Where it listens; 0 until it has said so.
    [[nodiscard]] std::uint16_t port() const { return output_->port; }
    /// Asks it to end.
    void stop() const;
    void kill();
    /// Its exit code, or 128 and the signal; none while it runs.
    [[nodiscard]] std::optional<int> ended();

private:
    struct Output {
        explicit Output(boost::asio::io_context& context) : pipe(context) {}
        boost::asio::posix::stream_descriptor pipe;
        boost::asio::streambuf lines;
        std::uint16_t port = 0;
    };
    static void read_lines(const std::shared_ptr<Output>& output);
    void reap(int options);

    std::shared_ptr<Output> output_;  ///< outlives this while something is being read
    pid_t process_ = -1;
    std::optional<int> code_;
};

}  // namespace workspace::sim
