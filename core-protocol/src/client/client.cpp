#include "workspace/core/client/client.hpp"

#include "brain.hpp"

namespace workspace::core::client {

Client::Client(const ClientConfig& config, Entropy& entropy, Restored restored, Now now)
    : impl_(std::make_unique<Impl>(config, entropy, std::move(restored), now)) {}
Client::~Client() = default;

void Client::handle(Now now, const Input& input) {
    impl_->handle(now, input);
}
std::optional<Output> Client::poll() {
    return impl_->outputs.pop();
}
MonotonicTime Client::deadline() const {
    return impl_->deadline();
}
void Client::handle_timeout(Now now) {
    impl_->handle_timeout(now);
}
Phase Client::phase() const {
    return impl_->link.phase();
}
const RoomTimeline* Client::timeline(RoomId room) const {
    return impl_->rooms.timeline(room);
}
std::optional<std::int64_t> Client::connected_count() const {
    return impl_->presence.shown();
}
std::vector<OutboxEntry> Client::outbox() const {
    return impl_->outbox.entries();
}
Client::Figures Client::figures() const {
    const Impl& impl = *impl_;
    return {impl.rooms.count(), impl.rooms.events(),     impl.rooms.bytes(),
            impl.outbox.size(), impl.outbox.in_flight(), impl.rooms.pages_in_flight()};
}
std::uint64_t Client::digest() const {
    return impl_->digest();
}
std::vector<std::string> Client::check_invariants() const {
    return impl_->check_invariants();
}

}  // namespace workspace::core::client
