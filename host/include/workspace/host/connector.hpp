#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>

#include "workspace/core/base/limits.hpp"
#include "workspace/host/server_trust.hpp"
#include "workspace/host/server_url.hpp"

namespace workspace::host {

/// The socket could be opened within this, or it counts as unreachable.
inline constexpr core::Duration kOpenWithin = std::chrono::seconds{10};
/// A peer has this long to take what is queued and to answer a close.
inline constexpr core::Duration kCloseWithin = std::chrono::seconds{1};

/// What a connector reports, on the context's thread. For each open(): at most one `opened`, then frames, and exactly
/// one `closed`, which is the last.
struct ConnectorHandlers {
    /// Asked of an encrypted server before anything else is said: words why it is not trusted, empty to go on. It may
    /// throw std::runtime_error, which is a no in words. Without it no such server is.
    std::function<std::string(const ServerCertificate&)> judge;
    std::function<void()> opened;
    std::function<void(std::string_view text)> frame;
    std::function<void(std::optional<std::uint16_t> code, std::string reason)> closed;
};

/// One WebSocket at a time (subprotocol workspace.v1), with an outbox that is gathered into frames. The only place that
/// knows Beast. Everything is called on the context's thread.
class Connector {
public:
    Connector(boost::asio::io_context& context, ServerUrl url, ConnectorHandlers handlers);
    /// Drops the socket without a word; nothing is reported any more.
    ~Connector();
    Connector(const Connector&) = delete;
    Connector& operator=(const Connector&) = delete;

    /// Drops what is open, if anything, without a report.
    void open();
    /// Sends what is queued, then closes; `closed` follows within kCloseWithin.
    void close();
    /// Drops what is open, if anything, as the end of a process would: without a word and without a report.
    void drop();
    /// Queues one or more newline-separated messages; ignored while nothing is open.
    void send(std::string text);

private:
    class Link;
    boost::asio::io_context& context_;
    ServerUrl url_;
    std::shared_ptr<const ConnectorHandlers> handlers_;
    std::shared_ptr<Link> link_;
};

}  // namespace workspace::host
