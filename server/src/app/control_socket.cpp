#include "app/control_socket.hpp"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/json.hpp>

#include "app/exit_code.hpp"

namespace workspace::server {

namespace asio = boost::asio;
namespace json = boost::json;
using local = asio::local::stream_protocol;
using namespace core;

namespace {

constexpr std::size_t kOrderBytesMax = 1024;
constexpr std::chrono::seconds kOrderWithin{10};
constexpr std::chrono::seconds kAnswerWithin{60};

/// A folder's name may be longer than a socket's address takes; this way to it is always short.
class ShortWay {
public:
    explicit ShortWay(const std::filesystem::path& path)
        : folder_(::open(path.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)), name_(path.filename()) {}
    ~ShortWay() {
        if (folder_ >= 0) {
            ::close(folder_);
        }
    }
    ShortWay(const ShortWay&) = delete;
    ShortWay& operator=(const ShortWay&) = delete;
    [[nodiscard]] local::endpoint endpoint() const {
        return {"/proc/self/fd/" + std::to_string(folder_) + "/" + name_};
    }

private:
    int folder_;
    std::string name_;
};

std::optional<EndOrder> order_from(const std::string& line) {
    boost::system::error_code failed;
    const auto value = json::parse(line, failed);
    const auto* object = failed ? nullptr : value.if_object();
    const auto* account = object != nullptr ? object->if_contains("account") : nullptr;
    const auto* locked = object != nullptr ? object->if_contains("locked") : nullptr;
    if (account == nullptr || !account->is_int64() || (locked != nullptr && !locked->is_bool())) {
        return std::nullopt;
    }
    return EndOrder{{account->as_int64()}, locked != nullptr ? std::optional(locked->as_bool()) : std::nullopt};
}

/// One order, from its line to its answer.
class Order final : public std::enable_shared_from_this<Order> {
public:
    Order(local::socket socket, HubDriver& driver)
        : socket_(std::move(socket)), late_(socket_.get_executor()), driver_(driver) {}

    void take() {
        late_.expires_after(kOrderWithin);
        late_.async_wait([self = shared_from_this()](boost::system::error_code in_time) {
            if (!in_time) {
                self->socket_.close();
            }
        });
        asio::async_read_until(socket_, asio::dynamic_buffer(line_, kOrderBytesMax), '\n',
                               [self = shared_from_this()](boost::system::error_code failed, std::size_t) {
                                   self->late_.cancel();
                                   if (!failed) {
                                       self->carry_out();
                                   }
                               });
    }

private:
    void carry_out() {
        const auto end = order_from(line_);
        if (!end) {
            return answer(name_of(Refusal::bad_request));
        }
        driver_.end_account({.request = {},
                             .account = end->account,
                             .cause = LeaseCause::revoked,
                             .password = {},
                             .locked = end->locked,
                             .password_version = {},
                             .by = {}},
                            [self = shared_from_this()](const hub::ApiResult& result) {
                                const auto* refusal = std::get_if<Refusal>(&result);
                                self->answer(refusal != nullptr ? name_of(*refusal) : std::string_view());
                            });
    }

    void answer(std::string_view code) {
        line_ = json::serialize(json::object{{"code", code}}) + "\n";
        asio::async_write(socket_, asio::buffer(line_),
                          [self = shared_from_this()](boost::system::error_code, std::size_t) {});
    }

    local::socket socket_;
    asio::steady_timer late_;
    HubDriver& driver_;
    std::string line_;
};

}  // namespace

struct ControlSocket::Impl : std::enable_shared_from_this<ControlSocket::Impl> {
    Impl(asio::io_context& io, std::filesystem::path at, HubDriver& hub_driver)
        : acceptor(io), path(std::move(at)), driver(hub_driver) {
        ::unlink(path.c_str());
        const ShortWay way(path);
        acceptor.open();
        // The mode of the socket is that of its file, so nobody can be quicker than the chmod.
        if (::fchmod(acceptor.native_handle(), 0600) != 0) {
            throw boost::system::system_error(errno, boost::system::system_category(), "fchmod");
        }
        acceptor.bind(way.endpoint());
        acceptor.listen();
    }

    void accept() {
        acceptor.async_accept([self = shared_from_this()](boost::system::error_code failed, local::socket socket) {
            if (failed == asio::error::operation_aborted) {
                return;
            }
            if (!failed) {
                std::make_shared<Order>(std::move(socket), self->driver)->take();
            }
            self->accept();
        });
    }

    local::acceptor acceptor;
    std::filesystem::path path;
    HubDriver& driver;
};

ControlSocket::ControlSocket(asio::io_context& io, const std::filesystem::path& path, HubDriver& driver) try
    : impl_(std::make_shared<Impl>(io, path, driver)) {
    impl_->accept();
} catch (const boost::system::system_error& error) {
    throw Failure(ExitCode::folder, "cannot make the socket " + path.string() + ": " + error.code().message() + ".");
}

ControlSocket::~ControlSocket() {
    boost::system::error_code ignored;
    impl_->acceptor.close(ignored);
    ::unlink(impl_->path.c_str());
}

bool order(const std::filesystem::path& path, const EndOrder& end) {
    asio::io_context io;
    local::socket socket(io);
    boost::system::error_code failed;
    const ShortWay way(path);
    socket.connect(way.endpoint(), failed);
    if (failed) {
        return false;
    }
    json::object words{{"account", end.account.value}};
    if (end.locked) {
        words["locked"] = *end.locked;
    }
    asio::write(socket, asio::buffer(json::serialize(words) + "\n"), failed);
    std::string answer;
    if (!failed) {
        failed = asio::error::timed_out;
        asio::async_read_until(socket, asio::dynamic_buffer(answer, kOrderBytesMax), '\n',
                               [&](boost::system::error_code ended, std::size_t) { failed = ended; });
        io.run_for(kAnswerWithin);
    }
    if (failed) {
        throw Failure(ExitCode::failed, "the server did not answer: " + failed.message() +
                                            ". Its log says more; nothing may have been done.");
    }
    const auto code = json::parse(answer).at("code").as_string();
    if (!code.empty()) {
        const auto refusal = refusal_of(std::string_view(code));
        throw Failure(ExitCode::refused,
                      "the server refused: " + std::string(refusal ? words_of(*refusal) : std::string_view(code)));
    }
    return true;
}

}  // namespace workspace::server
