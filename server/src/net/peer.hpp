#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "workspace/core/base/errors.hpp"

namespace workspace::server {

/// A WebSocket frame as it goes over the wire: made once, shared by all who get it.
using SharedFrame = std::shared_ptr<const std::string>;

/// One unmasked text frame around `payload` (RFC 6455, 5.2).
[[nodiscard]] SharedFrame frame_text(const std::string& payload);

/// One WebSocket connection, as the hub's driver sees it. I/O thread only.
class Peer {
public:
    virtual ~Peer() = default;
    /// Queues a frame; nothing is written before flush(). `sheddable`: may be dropped for a slow reader (H2).
    virtual void push(const SharedFrame& frame, bool sheddable) = 0;
    /// Bytes that wait.
    [[nodiscard]] virtual std::size_t queued() const = 0;
    /// Drops what is sheddable and not yet begun.
    virtual void shed() = 0;
    virtual void flush() = 0;
    /// After what is queued; then the peer reports that it is gone.
    virtual void close(core::CloseCode code) = 0;
};

}  // namespace workspace::server
