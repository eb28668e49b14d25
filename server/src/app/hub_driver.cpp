#include "app/hub_driver.hpp"

#include <sodium.h>
#include <spdlog/spdlog.h>
#include <algorithm>
#include <chrono>
#include <utility>

#include "workspace/core/wire/codec.hpp"

namespace workspace::server {

using namespace core;

Now clock_now() {
    const auto mono = std::chrono::steady_clock::now().time_since_epoch();
    const auto wall = std::chrono::system_clock::now().time_since_epoch();
    return {{std::chrono::duration_cast<Duration>(mono)},
            {std::chrono::duration_cast<std::chrono::milliseconds>(wall).count()}};
}

void SystemEntropy::secret(std::span<std::uint8_t> out) {
    randombytes_buf(out.data(), out.size());
}

std::uint64_t SystemEntropy::jitter(std::uint64_t bound) {
    std::uint64_t value = 0;
    randombytes_buf(&value, sizeof value);
    return value % bound;
}

namespace {

/// Bytes of the signature that is checked; the same on both sides (W1).
bool signature_fits(const wire::WorkstationProof& proof, const Challenge& challenge) {
    const auto text = wire::claim_bytes(challenge, proof.hint, proof.os_boot);
    return crypto_sign_verify_detached(proof.signature.value.data(),
                                       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                                       proof.key.value.data()) == 0;
}

}  // namespace

HubDriver::HubDriver(const hub::HubConfig& config, const StoredWorld& world, Parts parts)
    : parts_(std::move(parts)), limits_(config.limits), hub_(config, entropy_, world, clock_now(), parts_.capture) {}

ConnectionId HubDriver::connected(std::shared_ptr<Peer> peer, std::string address) {
    const ConnectionId id = next_connection_;
    ++next_connection_.value;
    peers_[id] = {.peer = std::move(peer), .address = std::move(address)};
    feed(hub::Connected{id});
    return id;
}

void HubDriver::frame(ConnectionId connection, std::string_view text) {
    ++traffic_.frames_in;
    traffic_.bytes_in += text.size();
    feed(hub::FrameArrived{connection, text});
}

void HubDriver::violated(ConnectionId connection, CloseCode code) {
    feed(hub::Violated{connection, code});
}

void HubDriver::disconnected(ConnectionId connection) {
    if (peers_.erase(connection) > 0) {
        feed(hub::Disconnected{connection});
    }
}

Ticket HubDriver::remember(ApiDone done) {
    const Ticket ticket = next_request_;
    ++next_request_.value;
    requests_.emplace(ticket, std::move(done));
    return ticket;
}

void HubDriver::post(Fence fence, AccountId author, wire::AnyPost post, ApiDone done) {
    feed(hub::ApiPost{remember(std::move(done)), fence, author, std::move(post)});
}

void HubDriver::log_out(AccountId account, Epoch epoch, ApiDone done) {
    feed(hub::ApiLogout{remember(std::move(done)), account, epoch});
}

void HubDriver::end_account(hub::ApiEndAccount end, ApiDone done) {
    end.request = remember(std::move(done));
    feed(std::move(end));
}

void HubDriver::read_page(ReadPage page, PageDone done) {
    const Ticket ticket = next_page_;
    --next_page_.value;
    pages_.emplace(ticket, std::move(done));
    parts_.store.ask(ticket, page);
}

void HubDriver::take_answers() {
    for (auto& answer : parts_.store.take()) {
        if (auto* done = std::get_if<std::function<void()>>(&answer)) {
            (*done)();
            continue;
        }
        auto& answered = std::get<Store::Answered>(answer);
        if (const auto* failed = std::get_if<StoreFailed>(&answered.result)) {
            spdlog::error("the database refused a batch: {}", failed->reason);
        }
        const auto page = pages_.find(answered.ticket);
        if (page != pages_.end()) {
            const auto done = std::move(page->second);
            pages_.erase(page);
            done(std::move(answered.result));
        } else {
            feed(hub::StoreAnswered{answered.ticket, std::move(answered.result)});
        }
    }
}

void HubDriver::end_turn() {
    drain();
    while (!overflowed_.empty()) {
        const auto slow = std::exchange(overflowed_, {});
        for (const auto id : slow) {
            if (const auto seat = peers_.find(id); seat != peers_.end()) {
                seat->second.peer->shed();
                ++traffic_.sheds;
                feed(hub::Overflowed{id});
            }
        }
        drain();
    }
    const auto dirty = std::exchange(dirty_, {});
    for (const auto id : dirty) {
        if (const auto seat = peers_.find(id); seat != peers_.end()) {
            seat->second.dirty = false;
            const auto peer = seat->second.peer;  // a failed write may take the seat away
            peer->flush();
        }
    }
}

void HubDriver::drain() {
    while (auto output = hub_.poll()) {
        std::visit([this](auto& known) { carry_out(std::move(known)); }, *output);
    }
}

const SharedFrame& HubDriver::framed(const hub::SharedText& text) {
    if (framed_text_ != text) {
        framed_text_ = text;
        framed_ = frame_text(*text);
    }
    return framed_;
}

void HubDriver::push(ConnectionId id, const SharedFrame& frame, bool sheddable) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) {
        return;
    }
    auto& seat = found->second;
    const std::size_t before = seat.peer->queued();
    seat.peer->push(frame, sheddable);
    ++traffic_.frames_out;
    traffic_.bytes_out += frame->size();
    if (!seat.dirty) {
        seat.dirty = true;
        dirty_.push_back(id);
    }
    if (sheddable && before <= limits_.queue_bytes && seat.peer->queued() > limits_.queue_bytes) {
        overflowed_.push_back(id);
    }
}

void HubDriver::carry_out(const hub::Send& output) {
    push(output.connection, framed(output.text), false);
}

void HubDriver::carry_out(const hub::Broadcast& output) {
    const auto& frame = framed(output.text);
    for (const auto id : *output.audience) {
        push(id, frame, true);
    }
}

void HubDriver::carry_out(hub::Close output) {
    if (const auto seat = peers_.find(output.connection); seat != peers_.end()) {
        const auto peer = seat->second.peer;
        peer->flush();
        peer->close(output.code);
    }
}

void HubDriver::carry_out(hub::AskStore output) {
    parts_.store.ask(output.ticket, std::move(output.operation));
}

void HubDriver::carry_out(hub::CheckProof output) {
    const auto answer = [this, ticket = output.ticket](hub::ProofOutcome outcome) {
        feed(hub::ProofChecked{ticket, outcome, {}, {}});
    };
    if (!signature_fits(output.workstation, output.challenge)) {
        return answer(hub::ProofOutcome::wrong);
    }
    if (!output.credentials) {
        return answer(hub::ProofOutcome::proved);
    }
    const auto seat = peers_.find(output.connection);
    const bool taken = parts_.passwords.check(
        {.name = std::move(output.credentials->name),
         .password = std::move(output.credentials->password),
         .address = seat == peers_.end() ? std::string() : seat->second.address,
         .workstation = output.workstation.key,
         .now = clock_now().mono},
        // on a thread of the pool, maybe while the server ends: the driver may be gone before it
        [this, answer, ticket = output.ticket, post = parts_.post](const PasswordChecked& checked) {
            const auto& account = checked.account;
            post([this, answer, ticket, who = account ? std::optional(account->id) : std::nullopt,
                  version = account ? account->password_version : 0, too_often = checked.too_often] {
                if (!who) {
                    return answer(too_often ? hub::ProofOutcome::too_often : hub::ProofOutcome::wrong);
                }
                feed(hub::ProofChecked{ticket, hub::ProofOutcome::proved, who, version});
            });
        });
    if (!taken) {
        answer(hub::ProofOutcome::overloaded);
    }
}

void HubDriver::carry_out(hub::MintAccess output) {
    const auto now = clock_now();
    auto token = parts_.tokens.sign({.kind = AccessClaims::Kind::ws,
                                     .account = output.account,
                                     .session = output.session,
                                     .epoch = output.epoch,
                                     .expires = now.wall.ms / 1000 + kWsTokenSeconds});
    feed(hub::AccessMinted{output.ticket, std::move(token)});
}

void HubDriver::carry_out(hub::ApiAnswer output) {
    const auto request = requests_.find(output.request);
    if (request != requests_.end()) {
        const auto done = std::move(request->second);
        requests_.erase(request);
        done(std::move(output.result));
    }
}

void HubDriver::carry_out(const hub::LeaseNotice& output) {
    spdlog::info("lease: {} ({}) epoch {}: {}", output.account_name, output.account.value, output.epoch.value,
                 name_of(output.cause));
}

HubDriver::Queued HubDriver::queued() const {
    Queued all;
    for (const auto& [id, seat] : peers_) {
        const auto bytes = seat.peer->queued();
        all.bytes += bytes;
        all.most = std::max(all.most, bytes);
    }
    return all;
}

void HubDriver::stopping() {
    stopping_ = true;
    feed(hub::Stopping{});
}

}  // namespace workspace::server
