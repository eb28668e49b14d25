#include "net/listener.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/json/serialize.hpp>

#include "net/ws_connection.hpp"
#include "workspace/core/wire/messages.hpp"

namespace workspace::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

namespace {

constexpr std::uint32_t kHeaderBytesMax = 8 * 1024;
constexpr std::uint64_t kHttpBodyBytesMax = 64 * 1024;
constexpr std::chrono::seconds kRequestWithin{10};
constexpr std::chrono::seconds kLinger{2};
constexpr std::size_t kLingerChunkBytes = 16 * 1024;
constexpr std::chrono::milliseconds kPauseWithoutDescriptors{100};

std::string text_of(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

/// Everything about one HTTP connection: reads requests until it closes or becomes a WebSocket.
class HttpSession final : public std::enable_shared_from_this<HttpSession> {
public:
    HttpSession(tcp::socket socket, HubDriver& driver, Router& router, std::shared_ptr<std::size_t> open)
        : stream_(std::move(socket)), driver_(driver), router_(router), open_(std::move(open)) {
        ++*open_;
    }
    ~HttpSession() { --*open_; }
    HttpSession(const HttpSession&) = delete;
    HttpSession& operator=(const HttpSession&) = delete;

    void read() {
        head_only_ = false;
        parser_.emplace();
        parser_->header_limit(kHeaderBytesMax);
        parser_->body_limit(kHttpBodyBytesMax);
        stream_.expires_after(kRequestWithin);
        http::async_read(
            stream_, buffer_, *parser_,
            [self = shared_from_this()](boost::system::error_code failed, std::size_t) { self->arrived(failed); });
    }

private:
    void arrived(boost::system::error_code failed) {
        if (failed == http::error::end_of_stream || failed == beast::error::timeout || failed == asio::error::eof ||
            failed == asio::error::connection_reset || failed == asio::error::operation_aborted) {
            return close();
        }
        if (failed) {
            return refuse(failed);
        }
        auto request = parser_->release();
        keep_alive_ = request.keep_alive();
        if (boost::beast::websocket::is_upgrade(request)) {
            return upgrade(std::move(request));
        }
        stream_.expires_never();
        route(request);
    }

    /// What could not even be read as a request.
    void refuse(boost::system::error_code failed) {
        keep_alive_ = false;
        if (failed == http::error::header_limit) {
            return write(problem(431, "bad_request", "The request's header is longer than 8 KiB."));
        }
        if (failed == http::error::body_limit) {
            return write(problem(413, "too_long", "The request's body is longer than 64 KiB."));
        }
        write(problem(400, "bad_request", "This is not a well-formed HTTP request."));
    }

    void upgrade(HttpRequest request) {
        const auto target = text_of(request.target());
        if (target != "/ws" && !target.starts_with("/ws?")) {
            return write(problem(404, "not_found", "WebSocket connections are taken at /ws."));
        }
        http::token_list offered{request[http::field::sec_websocket_protocol]};
        if (!offered.exists(core::wire::kSubprotocol)) {
            return write(problem(400, "bad_request", "Offer the subprotocol workspace.v1 (docs/protocol.md)."));
        }
        auto socket = stream_.release_socket();
        serve_websocket(std::move(socket), std::move(request), driver_);
    }

    void route(const HttpRequest& request) {
        RestRequest asked;
        head_only_ = request.method() == http::verb::head;
        asked.method = head_only_ ? "GET" : text_of(request.method_string());
        asked.local = is_local(request);
        asked.authorization = text_of(request[http::field::authorization]);
        asked.content_type = text_of(request[http::field::content_type]);
        asked.idempotency_key = text_of(request["Idempotency-Key"]);
        asked.body = request.body();
        if (!parse_target(text_of(request.target()), asked)) {
            return write(problem(400, "bad_request", "The address is not well formed."));
        }
        router_.handle(asked, [self = shared_from_this()](const RestResponse& response) { self->write(response); });
    }

    /// A proxy on this computer asks for others, and says so.
    [[nodiscard]] bool is_local(const HttpRequest& request) const {
        boost::system::error_code gone;
        const auto peer = stream_.socket().remote_endpoint(gone);
        return !gone && peer.address().is_loopback() && request.count("X-Forwarded-For") == 0 &&
               request.count(http::field::forwarded) == 0;
    }

    void write(const RestResponse& answer) {
        const auto response = std::make_shared<http::response<http::string_body>>();
        response->version(11);
        response->result(static_cast<unsigned>(answer.status));
        response->set(http::field::server, "workspace-server");
        const bool empty = answer.status == 204;
        if (!empty) {
            response->set(http::field::content_type, !answer.text.empty() ? answer.text_type
                                                     : answer.problem     ? "application/problem+json"
                                                                          : "application/json");
        }
        response->set(http::field::cache_control, "no-store");
        response->set("X-Content-Type-Options", "nosniff");
        if (!answer.allow.empty()) {
            response->set(http::field::allow, answer.allow);
        }
        if (answer.status == 401) {
            response->set(http::field::www_authenticate, "Bearer");
        }
        response->keep_alive(keep_alive_);
        if (!empty) {
            response->body() = !answer.text.empty() ? answer.text : boost::json::serialize(answer.body) + "\n";
        }
        response->prepare_payload();
        if (head_only_) {
            response->body().clear();  // its length stays said
        }
        stream_.expires_after(kRequestWithin);
        http::async_write(stream_, *response,
                          [self = shared_from_this(), response](boost::system::error_code failed, std::size_t) {
                              self->written(failed);
                          });
    }

    void written(boost::system::error_code failed) {
        if (failed) {
            return close();
        }
        keep_alive_ ? read() : linger();
    }

    /// Ends after an answer. What the peer still sends is read away for a moment: closed over unread bytes, the
    /// connection would be reset, and the answer lost with it.
    void linger() {
        close();
        stream_.expires_after(kLinger);
        read_away();
    }

    void read_away() {
        buffer_.clear();
        stream_.async_read_some(buffer_.prepare(kLingerChunkBytes),
                                [self = shared_from_this()](boost::system::error_code failed, std::size_t) {
                                    if (!failed) {
                                        self->read_away();
                                    }
                                });
    }

    void close() {
        boost::system::error_code ignored;
        stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    }

    beast::tcp_stream stream_;
    HubDriver& driver_;
    Router& router_;
    std::shared_ptr<std::size_t> open_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    bool keep_alive_ = false;
    bool head_only_ = false;
};

}  // namespace

struct Listener::Impl : std::enable_shared_from_this<Listener::Impl> {
    Impl(asio::io_context& io, const Options& chosen, HubDriver& hub_driver, Router& rest)
        : acceptor(io), pause(io), options(chosen), driver(hub_driver), router(rest) {
        const tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
        acceptor.open(endpoint.protocol());
        acceptor.set_option(tcp::acceptor::reuse_address(true));
        acceptor.bind(endpoint);
        acceptor.listen(4096);
    }

    void accept() {
        acceptor.async_accept([self = shared_from_this()](boost::system::error_code failed, tcp::socket socket) {
            self->accepted(failed, std::move(socket));
        });
    }

    void accepted(boost::system::error_code failed, tcp::socket socket) {
        if (failed == asio::error::operation_aborted) {
            return;
        }
        if (failed) {
            spdlog::warn("cannot accept a connection: {}", failed.message());
            pause.expires_after(kPauseWithoutDescriptors);
            pause.async_wait([self = shared_from_this()](boost::system::error_code stopped) {
                if (!stopped) {
                    self->accept();
                }
            });
            return;
        }
        if (*open < options.http_connections) {
            std::make_shared<HttpSession>(std::move(socket), driver, router, open)->read();
        }  // else it closes: more than can be looked after are already waiting
        accept();
    }

    tcp::acceptor acceptor;
    asio::steady_timer pause;
    Options options;
    HubDriver& driver;
    Router& router;
    std::shared_ptr<std::size_t> open = std::make_shared<std::size_t>(0);
};

Listener::Listener(asio::io_context& io, const Options& options, HubDriver& driver, Router& router)
    : impl_(std::make_shared<Impl>(io, options, driver, router)) {
    impl_->accept();
}

Listener::~Listener() {
    stop();
}

std::uint16_t Listener::port() const {
    return impl_->acceptor.local_endpoint().port();
}

void Listener::stop() {
    boost::system::error_code ignored;
    impl_->acceptor.close(ignored);
    impl_->pause.cancel();
}

}  // namespace workspace::server
