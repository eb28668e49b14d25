// The one translation unit with Boost.Beast: it takes longer to compile than all the rest of this library.
#include "workspace/host/connector.hpp"

#include <algorithm>
#include <deque>
#include <stdexcept>
#include <utility>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include "tls_stream.hpp"
#include "workspace/core/wire/messages.hpp"

namespace workspace::host {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using Error = boost::system::error_code;

std::size_t lines_in(std::string_view text) {
    return 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// Takes from the front of `queue` what fits one frame, at least one text.
std::string gather(std::deque<std::string>& queue) {
    std::string frame = std::move(queue.front());
    queue.pop_front();
    std::size_t lines = lines_in(frame);
    while (!queue.empty()) {
        const std::string& next = queue.front();
        lines += lines_in(next);
        if (frame.size() + 1 + next.size() > core::kClientFrameBytesMax || lines > core::kMessagesPerFrameMax) {
            break;
        }
        frame.append(1, '\n').append(next);
        queue.pop_front();
    }
    return frame;
}

}  // namespace

// Beast asks the next layer how to end; found by argument-dependent lookup. The end of TLS is not waited for: what ends a
// conversation is the close frame.
template <class Handler>
void async_teardown(beast::role_type role, TlsStream& stream, Handler&& handler) {
    websocket::async_teardown(role, stream.socket(), std::forward<Handler>(handler));
}
[[maybe_unused]] static void beast_close_socket(TlsStream& stream) {
    Error ignored;
    stream.socket().close(ignored);
}

/// One socket, from resolving the name to its end:
///
///   opening --handshake--> open --close() / the peer--> closing --> done
///      |                     |                             |
///      +----- error, timeout-+-----------------------------+---> done   (`closed` is reported exactly once)
///
/// Each asynchronous step holds the link alive; after `done` or `abandon` all of them come to nothing.
class Connector::Link : public std::enable_shared_from_this<Connector::Link> {
    enum class State : std::uint8_t { opening, open, closing, done };

    /// A completion handler that does nothing once this link is done.
    template <class Handler>
    auto step(Handler handler) {
        return [self = shared_from_this(), handler = std::move(handler)](const Error& error, const auto&... rest) {
            if (self->state_ != State::done) {
                handler(error, rest...);
            }
        };
    }

public:
    Link(asio::io_context& context, ServerUrl url, std::shared_ptr<const ConnectorHandlers> handlers)
        : resolver_(context),
          stream_(context, tls_, url.encrypted()),
          guard_(context),
          url_(std::move(url)),
          handlers_(std::move(handlers)) {}

    void start() {
        watch(kOpenWithin, "the server did not answer within 10 s");
        resolver_.async_resolve(url_.host, url_.port, step([this](const Error& error, const auto& found) {
                                    error ? failed(error, "the server's name cannot be found") : connect(found);
                                }));
    }

    void send(std::string text) {
        if (state_ == State::open) {
            queue_.push_back(std::move(text));
            write();
        }
    }

    void close() {
        if (state_ == State::opening) {
            asio::post(stream_.get_executor(), [self = shared_from_this()] { self->finish({}, "given up"); });
            return;
        }
        if (state_ == State::open) {
            state_ = State::closing;
            watch(kCloseWithin, "the server did not answer the close");
            write();
        }
    }

    /// No word to the peer, no report.
    void abandon() {
        handlers_ = nullptr;
        finish({}, "");
    }

private:
    asio::ip::tcp::socket& socket() { return stream_.next_layer().socket(); }

    void watch(core::Duration within, const char* words) {
        guard_.expires_after(within);
        guard_.async_wait(step([this, words](const Error& error) {
            if (!error) {
                finish({}, words);
            }
        }));
    }

    void connect(const asio::ip::tcp::resolver::results_type& endpoints) {
        asio::async_connect(
            socket(), endpoints, step([this](const Error& error, const auto&) {
                error ? failed(error, "the server cannot be reached") : url_.encrypted() ? encrypt() : handshake();
            }));
    }

    void encrypt() {
        stream_.next_layer().async_handshake(url_, step([this](const Error& error) {
                                                 error ? failed(error, "TLS could not be agreed on with this server")
                                                       : judge();
                                             }));
    }

    void judge() {
        std::string complaint = "nobody here judges certificates";
        try {
            if (handlers_->judge) {
                complaint = handlers_->judge(stream_.next_layer().certificate());
            }
        } catch (const std::runtime_error& error) {
            complaint = error.what();
        }
        complaint.empty() ? handshake() : finish({}, std::move(complaint));
    }

    void handshake() {
        Error ignored;
        socket().set_option(asio::ip::tcp::no_delay(true), ignored);
        stream_.read_message_max(core::kServerFrameBytesMax);
        stream_.set_option(websocket::stream_base::timeout{
            .handshake_timeout = websocket::stream_base::none(),  // guard_ watches instead
            .idle_timeout = websocket::stream_base::none(),
            .keep_alive_pings = false});
        stream_.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
            request.set(beast::http::field::sec_websocket_protocol, core::wire::kSubprotocol);
            request.set(beast::http::field::user_agent, "workspace");
        }));
        stream_.async_handshake(
            response_, url_.authority(), url_.path, step([this](const Error& error) {
                if (response_.result() == beast::http::status::upgrade_required) {
                    finish({},
                           "this server takes plain connections from its own computer alone: use https:// or wss://");
                } else if (error) {
                    failed(error, "this address is not a Workspace server");
                } else if (response_[beast::http::field::sec_websocket_protocol] != core::wire::kSubprotocol) {
                    finish({}, "this server does not speak workspace.v1");
                } else {
                    opened();
                }
            }));
    }

    void opened() {
        guard_.cancel();
        response_ = {};
        state_ = State::open;
        stream_.text(true);
        handlers_->opened();
        read();
    }

    void read() {
        if (state_ == State::done) {
            return;  // a handler dropped this link
        }
        stream_.async_read(buffer_, step([this](const Error& error, std::size_t) {
                               if (error) {
                                   read_failed(error);
                                   return;
                               }
                               const auto data = buffer_.cdata();
                               const std::string_view text(static_cast<const char*>(data.data()), data.size());
                               if (!stream_.got_text()) {
                                   finish({}, "the server sent something that is not text");
                                   return;
                               }
                               handlers_->frame(text);
                               buffer_.consume(buffer_.size());
                               read();
                           }));
    }

    void read_failed(const Error& error) {
        if (error != websocket::error::closed && state_ != State::closing) {
            failed(error, "the connection was lost");
            return;
        }
        const websocket::close_reason& reason = stream_.reason();
        const bool given = reason.code != websocket::close_code::none;
        finish(given ? std::optional<std::uint16_t>(reason.code) : std::nullopt,
               std::string(reason.reason.data(), reason.reason.size()));
    }

    void write() {
        if (writing_) {
            return;
        }
        if (queue_.empty()) {
            if (state_ == State::closing) {
                close_stream();
            }
            return;
        }
        writing_ = true;
        frame_ = gather(queue_);
        stream_.async_write(asio::buffer(frame_), step([this](const Error& error, std::size_t) {
                                writing_ = false;
                                if (!error) {
                                    write();
                                }  // else the read ends as well, and says why
                            }));
    }

    void close_stream() {
        writing_ = true;  // nothing may be written any more
        stream_.async_close(
            websocket::close_code::normal, step([this](const Error& error) {
                if (error && error != websocket::error::closed && error != asio::error::operation_aborted) {
                    finish({}, "closed");
                }  // else the pending read ends, with the peer's code
            }));
    }

    void failed(const Error& error, const std::string& words) { finish({}, words + " (" + error.message() + ")"); }

    void finish(std::optional<std::uint16_t> code, std::string reason) {
        if (state_ == State::done) {
            return;
        }
        state_ = State::done;
        guard_.cancel();
        resolver_.cancel();
        Error ignored;
        socket().close(ignored);
        queue_.clear();
        if (const auto handlers = std::exchange(handlers_, nullptr)) {
            handlers->closed(code, std::move(reason));
        }
    }

    asio::ssl::context tls_ = make_tls_context();
    asio::ip::tcp::resolver resolver_;
    websocket::stream<TlsStream> stream_;
    asio::steady_timer guard_;
    ServerUrl url_;
    std::shared_ptr<const ConnectorHandlers> handlers_;
    websocket::response_type response_;
    beast::flat_buffer buffer_;
    std::deque<std::string> queue_;
    std::string frame_;
    State state_ = State::opening;
    bool writing_ = false;
};

Connector::Connector(asio::io_context& context, ServerUrl url, ConnectorHandlers handlers)
    : context_(context),
      url_(std::move(url)),
      handlers_(std::make_shared<const ConnectorHandlers>(std::move(handlers))) {}

Connector::~Connector() {
    drop();
}

void Connector::drop() {
    if (const auto link = std::exchange(link_, nullptr)) {
        link->abandon();
    }
}

void Connector::open() {
    drop();
    link_ = std::make_shared<Link>(context_, url_, handlers_);
    link_->start();
}

void Connector::close() {
    if (link_) {
        link_->close();
    }
}

void Connector::send(std::string text) {
    if (link_) {
        link_->send(std::move(text));
    }
}

}  // namespace workspace::host
