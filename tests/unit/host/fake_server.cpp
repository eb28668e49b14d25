#include "fake_server.hpp"

#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

namespace workspace::testing {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::ip::tcp;

struct FakeServer::Impl {
    asio::io_context context;
    tcp::acceptor acceptor{context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
    std::optional<tcp::socket> silent;
    std::optional<websocket::stream<tcp::socket>> stream;
    std::string path;
    Options options;
};

FakeServer::FakeServer() : FakeServer(Options{}) {}
FakeServer::FakeServer(Options options) : impl_(std::make_unique<Impl>()) {
    impl_->options = std::move(options);
}
FakeServer::~FakeServer() = default;

std::string FakeServer::url() const {
    return "ws://127.0.0.1:" + std::to_string(impl_->acceptor.local_endpoint().port()) + "/ws";
}

void FakeServer::accept() {
    impl_->stream.reset();
    tcp::socket socket(impl_->context);
    impl_->acceptor.accept(socket);
    beast::flat_buffer buffer;
    beast::http::request<beast::http::string_body> request;
    beast::http::read(socket, buffer, request);
    impl_->path = std::string(request.target());
    impl_->stream.emplace(std::move(socket));
    const std::string agreed = impl_->options.subprotocol;
    impl_->stream->set_option(websocket::stream_base::decorator([agreed](websocket::response_type& response) {
        if (!agreed.empty()) {
            response.set(beast::http::field::sec_websocket_protocol, agreed);
        }
    }));
    impl_->stream->accept(request);
}

void FakeServer::accept_silently() {
    impl_->silent.emplace(impl_->context);
    impl_->acceptor.accept(*impl_->silent);
}

const std::string& FakeServer::requested_path() const {
    return impl_->path;
}

void FakeServer::send(std::string_view text) {
    impl_->stream->text(true);
    impl_->stream->write(asio::buffer(text.data(), text.size()));
}

void FakeServer::send_binary(std::string_view bytes) {
    impl_->stream->binary(true);
    impl_->stream->write(asio::buffer(bytes.data(), bytes.size()));
}

std::optional<std::string> FakeServer::receive() {
    beast::flat_buffer buffer;
    boost::system::error_code error;
    impl_->stream->read(buffer, error);
    return error ? std::nullopt : std::optional(beast::buffers_to_string(buffer.data()));
}

void FakeServer::close(std::uint16_t code, std::string_view reason) {
    boost::system::error_code ignored;
    impl_->stream->close({static_cast<websocket::close_code>(code), beast::string_view(reason.data(), reason.size())},
                         ignored);
}

void FakeServer::drop() {
    impl_->stream.reset();
    impl_->silent.reset();
}

}  // namespace workspace::testing
