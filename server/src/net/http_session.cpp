#include "net/http_session.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

#include "net/client_address.hpp"
#include "net/transport.hpp"
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
/// The first byte of TLS: a record of type handshake (RFC 8446, 5.1). No HTTP request begins so.
constexpr char kTlsHandshake = 0x16;
constexpr std::string_view kTlsRequired =
    "Plain connections are taken from this computer alone: what is said would cross the network unprotected. Use the "
    "same address with https:// or wss://. (The operator can allow plain ones: docs/operations.md.)";

std::string text_of(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

/// Everything about one HTTP connection: finds out whether it is TLS, reads requests until it closes or becomes a
/// WebSocket.
class HttpSession final : public std::enable_shared_from_this<HttpSession> {
public:
    HttpSession(tcp::socket socket, ConnectionPlace place, const HttpParts& parts)
        : stream_(std::move(socket)), deadline_(stream_.get_executor()), place_(std::move(place)), parts_(parts) {}

    void start() {
        end_within(kRequestWithin);  // for the handshake and the first request
        stream_.async_peek([self = shared_from_this()](boost::system::error_code failed, char first) {
            if (failed) {
                return;
            }
            if (first == kTlsHandshake) {
                self->shake_hands();
            } else if (self->may_be_plain()) {
                self->read();
            } else {
                self->write(problem(426, "tls_required", kTlsRequired));
            }
        });
    }

private:
    void shake_hands() {
        stream_.async_handshake(parts_.tls.current(), [self = shared_from_this()](boost::system::error_code failed) {
            failed ? self->close() : self->read();
        });
    }

    /// Passwords do not cross a network in the clear unless the operator said so.
    bool may_be_plain() {
        boost::system::error_code failed;
        const auto peer = stream_.socket().remote_endpoint(failed);
        return parts_.allow_plain || (!failed && plain_address(peer.address()).is_loopback());
    }

    void read() {
        head_only_ = false;
        parser_.emplace();
        parser_->header_limit(kHeaderBytesMax);
        parser_->body_limit(kHttpBodyBytesMax);
        http::async_read(
            stream_, buffer_, *parser_,
            [self = shared_from_this()](boost::system::error_code failed, std::size_t) { self->arrived(failed); });
    }

    void arrived(boost::system::error_code failed) {
        if (failed == http::error::end_of_stream || failed == asio::error::eof ||
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
        deadline_.cancel();
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
        deadline_.cancel();
        place_.upgraded();
        auto address = address_of(request);
        serve_websocket(std::move(stream_), std::move(request), parts_.driver, std::move(place_), std::move(address));
    }

    [[nodiscard]] std::string address_of(const HttpRequest& request) {
        boost::system::error_code gone;
        const auto peer = stream_.socket().remote_endpoint(gone);
        return client_address(plain_address(peer.address()), text_of(request["X-Forwarded-For"]));
    }

    /// A proxy on this computer asks for others, and says so.
    [[nodiscard]] bool is_local(const HttpRequest& request) {
        boost::system::error_code gone;
        const auto peer = stream_.socket().remote_endpoint(gone);
        return !gone && plain_address(peer.address()).is_loopback() && request.count("X-Forwarded-For") == 0 &&
               request.count(http::field::forwarded) == 0;
    }

    /// For those who take it to other threads: whoever lets go of it last, it ends on this one.
    [[nodiscard]] std::shared_ptr<HttpSession> held_elsewhere() {
        return {this, [self = shared_from_this(), executor = stream_.get_executor()](HttpSession*) mutable {
                    asio::post(executor, [last = std::move(self)] {});
                }};
    }

    void route(const HttpRequest& request) {
        RestRequest asked;
        head_only_ = request.method() == http::verb::head;
        asked.method = head_only_ ? "GET" : text_of(request.method_string());
        asked.address = address_of(request);
        asked.local = is_local(request);
        asked.authorization = text_of(request[http::field::authorization]);
        asked.content_type = text_of(request[http::field::content_type]);
        asked.idempotency_key = text_of(request["Idempotency-Key"]);
        asked.body = request.body();
        if (!parse_target(text_of(request.target()), asked)) {
            return write(problem(400, "bad_request", "The address is not well formed."));
        }
        parts_.router.handle(asked, [self = held_elsewhere()](const RestResponse& response) { self->write(response); });
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
        if (answer.status == 426) {
            response->set(http::field::upgrade, "TLS/1.3");  // which HTTP asks for; that is not done on this connection
        }
        response->keep_alive(keep_alive_);
        if (!empty) {
            response->body() = !answer.text.empty() ? answer.text : boost::json::serialize(answer.body) + "\n";
        }
        response->prepare_payload();
        if (head_only_) {
            response->body().clear();  // its length stays said
        }
        end_within(kRequestWithin);
        http::async_write(stream_, *response,
                          [self = shared_from_this(), response](boost::system::error_code failed, std::size_t) {
                              self->written(failed);
                          });
    }

    void written(boost::system::error_code failed) {
        if (failed) {
            return close();
        }
        if (!keep_alive_) {
            return linger();
        }
        end_within(kRequestWithin);
        read();
    }

    /// Ends after an answer. What the peer still sends is read away for a moment: closed over unread bytes, the
    /// connection would be reset, and the answer lost with it.
    void linger() {
        close();
        end_within(kLinger);
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

    void close() { stream_.shut_down_send(); }

    void end_within(std::chrono::seconds time) {
        deadline_.expires_after(time);
        deadline_.async_wait([weak = weak_from_this()](boost::system::error_code cancelled) {
            const auto self = cancelled ? nullptr : weak.lock();
            if (self) {
                self->stream_.close();
            }
        });
    }

    Transport stream_;
    asio::steady_timer deadline_;
    ConnectionPlace place_;
    const HttpParts& parts_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    bool keep_alive_ = false;
    bool head_only_ = false;
};

}  // namespace

void serve_http(tcp::socket socket, ConnectionPlace place, const HttpParts& parts) {
    std::make_shared<HttpSession>(std::move(socket), std::move(place), parts)->start();
}

}  // namespace workspace::server
