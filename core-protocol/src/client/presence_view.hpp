#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "outputs_queue.hpp"
#include "workspace/core/presence/connected_set.hpp"

namespace workspace::core::client {

/// The connected set as this client holds it, and what is shown of it (P3): the size of the set that is held, and
/// nothing while there is none or the client is not live. A set is held only while its own count and hash are those of
/// the stamp that came with it; whatever does not fit is asked for whole.
class PresenceView {
public:
    PresenceView(Outputs& outputs, wire::PresenceWish wish) : outputs_(outputs), wish_(wish) {}

    /// The link is live: what was held from before is kept if it is what the server has published.
    void live(const wire::PresenceStamp& published);
    void link_lost();
    void on_change(const wire::PresenceChange& change);
    void on_set(const wire::PresenceSet& whole);
    /// A heartbeat's answer: any drift heals within a beat.
    void on_beat(const wire::PresenceStamp& published);

    [[nodiscard]] std::optional<std::int64_t> shown() const;
    [[nodiscard]] const std::optional<wire::PresenceStamp>& held() const { return held_; }

    void check(std::vector<std::string>& broken) const;
    [[nodiscard]] std::uint64_t digest() const;

private:
    void ask();
    void let_go();
    void tell();
    [[nodiscard]] bool set_is(const wire::PresenceStamp& stamp) const;

    Outputs& outputs_;
    wire::PresenceWish wish_;
    ConnectedSet set_;
    std::optional<wire::PresenceStamp> held_;
    bool live_ = false;
    int asked_ = 0;  ///< beats that an outstanding `presence_get` may still take; 0 when there is none
};

}  // namespace workspace::core::client
