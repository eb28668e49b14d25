#include "net/outbox.hpp"

#include <utility>

namespace workspace::server {

void Outbox::push(SharedFrame frame, bool sheddable) {
    bytes_ += frame->size();
    pieces_.push_back({std::move(frame), sheddable});
}

void Outbox::shed() {
    std::deque<Piece> kept;
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
        const bool begun = i == 0 && offset_ > 0;
        if (begun || !pieces_[i].sheddable) {
            bytes += pieces_[i].frame->size() - (begun ? offset_ : 0);
            kept.push_back(std::move(pieces_[i]));
        }
    }
    pieces_ = std::move(kept);
    bytes_ = bytes;
}

std::size_t Outbox::gather(std::array<iovec, kGatherMax>& out) const {
    std::size_t used = 0;
    for (; used < pieces_.size() && used < kGatherMax; ++used) {
        const auto& frame = *pieces_[used].frame;
        const std::size_t skip = used == 0 ? offset_ : 0;
        // writev does not write through the pointer; iovec has no const form
        out[used] = {.iov_base = const_cast<char*>(frame.data()) + skip, .iov_len = frame.size() - skip};
    }
    return used;
}

void Outbox::written(std::size_t bytes) {
    bytes_ -= bytes;
    offset_ += bytes;
    while (!pieces_.empty() && offset_ >= pieces_.front().frame->size()) {
        offset_ -= pieces_.front().frame->size();
        pieces_.pop_front();
    }
    if (pieces_.empty()) {
        pieces_ = {};  // an idle connection keeps no block of the deque's beyond its first
    }
}

std::string Outbox::take(std::size_t most) {
    std::string bytes;
    while (bytes.size() < most && !pieces_.empty()) {
        const auto part = std::string_view(*pieces_.front().frame).substr(offset_, most - bytes.size());
        bytes.append(part);
        written(part.size());
    }
    return bytes;
}

SharedFrame frame_text(const std::string& payload) {
    constexpr char kFinalText = static_cast<char>(0x81);
    std::string frame;
    frame.reserve(payload.size() + 10);
    frame.push_back(kFinalText);
    const auto size = payload.size();
    const auto big_endian = [&](int bytes) {
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
            frame.push_back(static_cast<char>((size >> shift) & 0xff));
        }
    };
    if (size < 126) {
        frame.push_back(static_cast<char>(size));
    } else if (size < 65536) {
        frame.push_back(126);
        big_endian(2);
    } else {
        frame.push_back(127);
        big_endian(8);
    }
    frame += payload;
    return std::make_shared<const std::string>(std::move(frame));
}

}  // namespace workspace::server
