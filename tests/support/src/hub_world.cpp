#include "workspace/testing/hub_world.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "workspace/core/wire/codec.hpp"

namespace workspace::testing {

using namespace core;
using namespace core::hub;

namespace {

constexpr std::int64_t kWallAtOrigin = 1'700'000'000'000;

std::vector<wire::ServerMessage> decode_all(const std::string& text) {
    std::vector<wire::ServerMessage> messages;
    for (const std::string_view line : wire::lines_of(text)) {
        auto decoded = wire::decode_server_message(line);
        if (!decoded) {
            throw std::logic_error("the hub sent what a client cannot read: " + decoded.error().reason);
        }
        messages.push_back(decoded.value());
    }
    return messages;
}

}  // namespace

HubWorld::HubWorld(HubWorldOptions options) : options_(std::move(options)), entropy_(options_.seed) {
    start_hub();
}

std::string HubWorld::display_name(std::string login) {
    if (!login.empty() && login.front() >= 'a' && login.front() <= 'z') {
        login.front() = static_cast<char>(login.front() - 'a' + 'A');
    }
    return login;
}

WallTime HubWorld::wall() const {
    return {kWallAtOrigin + std::chrono::duration_cast<milliseconds>(now_.since_origin).count()};
}

RoomId HubWorld::add_room(const std::string& name) {
    const RoomId room = store_.add_room(name);
    start_hub();
    return room;
}

void HubWorld::start_hub() {
    ++starts_;
    stopping_ = false;
    HubConfig config;
    config.limits = options_.limits;
    config.policy = options_.policy;
    config.boot = id_of<BootId>("boot " + std::to_string(starts_));
    hub_ = std::make_unique<Hub>(config, entropy_, store_.start(), now());
}

void HubWorld::restart(std::size_t committed) {
    for (std::size_t i = 0; i < std::min(committed, store_queue_.size()); ++i) {
        (void)store_.execute(store_queue_[i].ask.operation);
    }
    store_queue_.clear();
    answers_.clear();
    closing_.clear();
    for (auto& [id, peer] : peers_) {
        peer.gone = true;
        peer.beats = false;
    }
    start_hub();
    settle();
}

// ---- inputs --------------------------------------------------------------------------------------------------------

ConnectionId HubWorld::connect(std::string who) {
    const ConnectionId id{++last_connection_};
    peers_[id].who = std::move(who);
    handle(Connected{id});
    return id;
}

void HubWorld::send(ConnectionId connection, const wire::ClientMessage& message) {
    if (keep_transcript_) {
        note(peer(connection).who + " -> server: " + wire::print(message));
    }
    send_text(connection, wire::encode(message));
}

void HubWorld::send_text(ConnectionId connection, std::string_view text) {
    if (!peer(connection).gone) {
        handle(FrameArrived{connection, text});
    }
}

void HubWorld::cut(ConnectionId connection) {
    Peer& end = peer(connection);
    if (!std::exchange(end.gone, true)) {
        end.beats = false;
        handle(Disconnected{connection});
    }
}

void HubWorld::handle(const Input& input) {
    stopping_ = stopping_ || std::holds_alternative<Stopping>(input);
    feed(input);
    settle();
}

void HubWorld::in_one_turn(const std::function<void()>& inputs) {
    ++turn_depth_;
    try {
        inputs();
    } catch (...) {
        --turn_depth_;
        throw;
    }
    --turn_depth_;
    settle();
}

// ---- carrying the world to rest ------------------------------------------------------------------------------------

void HubWorld::settle() {
    if (turn_depth_ > 0) {
        return;
    }
    guarded([this] {
        for (bool active = true; active;) {
            active = carry_out_outputs();
            while (answer_what_is_due()) {  // all that is due makes one turn
                active = true;
            }
        }
    });
}

void HubWorld::guarded(const std::function<void()>& work) {
    try {
        work();
    } catch (const std::exception& error) {
        broken_.push_back(std::string{"the hub threw: "} + error.what());
        throw;
    }
}

void HubWorld::feed(const Input& input) {
    guarded([&] { hub_->handle(now(), input); });
    check();
}

void HubWorld::check() {
    for (std::string& sentence : hub_->check_invariants()) {
        broken_.push_back(std::move(sentence));
    }
    for (; promises_seen_ < promises_.broken().size(); ++promises_seen_) {
        broken_.push_back(promises_.broken()[promises_seen_]);
    }
}

bool HubWorld::carry_out_outputs() {
    bool any = false;
    while (const auto output = hub_->poll()) {
        std::visit([this](const auto& known) { carry_out(known); }, *output);
        any = true;
    }
    return any;
}

bool HubWorld::answer_what_is_due() {
    if (!answers_.empty()) {
        const Input input = std::move(answers_.front());
        answers_.pop_front();
        feed(input);
        return true;
    }
    if (!closing_.empty() && closing_.front().first <= now_) {
        const ConnectionId id = closing_.front().second;
        closing_.pop_front();
        if (!std::exchange(peer(id).gone, true)) {
            feed(Disconnected{id});
        }
        return true;
    }
    return answer_store();
}

bool HubWorld::answer_store() {
    if (store_held_ || store_queue_.empty() || now_ < store_queue_.front().due) {
        return false;
    }
    const StoreRequest request = std::move(store_queue_.front());
    store_queue_.pop_front();
    ++store_operations_;
    if (store_failures_ > 0 || options_.store_failure.hits(store_operations_)) {
        store_failures_ = std::max(store_failures_ - 1, 0);
        feed(StoreAnswered{request.ask.ticket, StoreFailed{"the disk is full"}});
    } else {
        feed(StoreAnswered{request.ask.ticket, store_.execute(request.ask.operation)});
    }
    return true;
}

void HubWorld::release_store() {
    store_held_ = false;
    settle();
}

void HubWorld::heal() {
    options_.store_failure = {};
    store_failures_ = 0;
    store_delay_ = {};
    proofs_overloaded_ = false;
    if (stopping_) {
        restart();
    }
    release_store();
}

// ---- time ----------------------------------------------------------------------------------------------------------

void HubWorld::advance(Duration duration) {
    const MonotonicTime end = now_ + duration;
    for (MonotonicTime next = next_event(); next <= end; next = next_event()) {
        now_ = std::max(now_, next);
        beat_what_is_due();
        settle();
        if (hub_->deadline() <= now_) {
            guarded([this] { hub_->handle_timeout(now()); });
            check();
            settle();
        }
    }
    now_ = std::max(now_, end);
}

MonotonicTime HubWorld::next_event() const {
    MonotonicTime next = hub_->deadline();
    if (!store_held_ && !store_queue_.empty()) {
        next = std::min(next, store_queue_.front().due);
    }
    if (!closing_.empty()) {
        next = std::min(next, closing_.front().first);
    }
    for (const auto& [id, peer] : peers_) {
        if (peer.beats) {
            next = std::min(next, peer.next_beat);
        }
    }
    return next;
}

void HubWorld::beat_what_is_due() {
    for (auto& [id, peer] : peers_) {
        if (peer.beats && peer.next_beat <= now_) {
            peer.next_beat = now_ + kBeatEvery;
            if (!peer.deaf && !peer.gone) {
                feed(FrameArrived{id, wire::encode(wire::ClientMessage{wire::Beat{}})});
            }
        }
    }
}

// ---- outputs -------------------------------------------------------------------------------------------------------

void HubWorld::carry_out(const Send& send) {
    promises_.told(*send.text, store_);
    Peer& end = peer(send.connection);
    if (!end.gone && !end.deaf) {
        ++end.frames;
        deliver(end, decode_all(*send.text));
    }
    const bool probed = !end.received.empty() && std::holds_alternative<wire::Probe>(end.received.back());
    if (end.beats && !end.deaf && !end.gone && probed) {
        end.received.pop_back();
        if (keep_transcript_) {
            note(end.who + " -> server: " + wire::print(wire::ClientMessage{wire::Alive{}}));
        }
        feed(FrameArrived{send.connection, wire::encode(wire::ClientMessage{wire::Alive{}})});
    }
}

void HubWorld::carry_out(const Broadcast& broadcast) {
    promises_.told(*broadcast.text, store_);
    const std::vector<wire::ServerMessage> messages = decode_all(*broadcast.text);
    for (const ConnectionId id : *broadcast.audience) {
        Peer& end = peer(id);
        if (!end.gone && !end.deaf) {
            ++end.frames;
            deliver(end, messages);
        }
    }
}

void HubWorld::deliver(Peer& end, const std::vector<wire::ServerMessage>& messages) {
    for (const wire::ServerMessage& message : messages) {
        end.received.push_back(message);
        if (keep_transcript_ && !std::holds_alternative<wire::BeatAnswer>(message)) {
            note("server -> " + end.who + ": " + wire::print(message));
        }
    }
}

void HubWorld::carry_out(const Close& close) {
    Peer& end = peer(close.connection);
    if (!end.deaf) {
        end.closed = close.code;
        if (keep_transcript_ && !end.gone) {
            note("server closes " + end.who + " with " + std::to_string(static_cast<int>(close.code)));
        }
    }
    end.beats = false;
    closing_.emplace_back(now_ + options_.close_takes, close.connection);
}

void HubWorld::carry_out(const AskStore& ask) {
    const MonotonicTime after = store_queue_.empty() ? now_ : store_queue_.back().due;
    store_queue_.push_back({ask, std::max(after, now_ + store_delay_)});
}

void HubWorld::carry_out(const CheckProof& check) {
    ProofChecked result{check.ticket, ProofOutcome::wrong, std::nullopt, 0};
    if (proofs_overloaded_) {
        result.outcome = ProofOutcome::overloaded;
    } else if (fake_proof_holds(check.workstation, check.challenge)) {
        if (check.credentials) {
            result.account = store_.check_password(check.credentials->name, check.credentials->password.reveal());
            result.password_version = result.account ? store_.accounts().at(*result.account).password_version : 0;
        }
        result.outcome = !check.credentials || result.account ? ProofOutcome::proved : ProofOutcome::wrong;
    }
    answers_.emplace_back(result);
}

void HubWorld::carry_out(const MintAccess& mint) {
    answers_.emplace_back(AccessMinted{
        mint.ticket, "access-" + std::to_string(mint.account.value) + "-" + std::to_string(mint.epoch.value)});
}

void HubWorld::carry_out(const ApiAnswer& answer) {
    promises_.told(answer.result, store_);
    api_answers_.insert_or_assign(answer.request, answer.result);
}

void HubWorld::carry_out(const LeaseNotice& notice) {
    notices_.push_back(notice);
}

}  // namespace workspace::testing
