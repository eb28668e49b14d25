#pragma once

#include <sys/uio.h>
#include <array>
#include <cstddef>
#include <deque>

#include "net/peer.hpp"

namespace workspace::server {

/// What waits to be written to one socket: shared frames, in order. Does not write by itself.
class Outbox {
public:
    static constexpr std::size_t kGatherMax = 64;

    void push(SharedFrame frame, bool sheddable);
    /// Drops the sheddable frames of which nothing has been written.
    void shed();
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] bool empty() const { return pieces_.empty(); }

    /// The next bytes, for one gathered write; returns how many entries of `out` are used.
    [[nodiscard]] std::size_t gather(std::array<iovec, kGatherMax>& out) const;
    void written(std::size_t bytes);
    /// The next bytes, `most` of them at most, which then count as written.
    [[nodiscard]] std::string take(std::size_t most);

private:
    struct Piece {
        SharedFrame frame;
        bool sheddable = false;
    };
    std::deque<Piece> pieces_;
    std::size_t offset_ = 0;  ///< of the first piece, already written
    std::size_t bytes_ = 0;
};

}  // namespace workspace::server
