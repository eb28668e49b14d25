#include "workspace/core/wire/posts.hpp"

namespace workspace::core::wire {

RoomId room_of(const AnyPost& post) {
    return std::visit(
        [](const auto& known) {
            if constexpr (requires { known.room; }) {
                return known.room;
            } else {
                return RoomId{};
            }
        },
        post);
}

const ClientId& cid_of(const AnyPost& post) {
    return std::visit([](const auto& known) -> const ClientId& { return known.cid; }, post);
}

std::optional<ClientId> prev_of(const AnyPost& post) {
    return std::visit(
        [](const auto& known) {
            if constexpr (requires { known.prev; }) {
                return known.prev;
            } else {
                return std::optional<ClientId>{};
            }
        },
        post);
}

void set_prev(AnyPost& post, const std::optional<ClientId>& prev) {
    std::visit(
        [&](auto& known) {
            if constexpr (requires { known.prev; }) {
                known.prev = prev;
            }
        },
        post);
}

void set_cid(AnyPost& post, const ClientId& cid) {
    std::visit([&](auto& known) { known.cid = cid; }, post);
}

std::string_view text_of(const AnyPost& post) {
    return std::visit(
        [](const auto& known) -> std::string_view {
            if constexpr (requires { known.body; }) {
                return known.body;
            } else {
                return {};
            }
        },
        post);
}

}  // namespace workspace::core::wire
