#include "workspace/testing/client_script.hpp"

#include <algorithm>

#include "workspace/core/presence/connected_set.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::testing {

using namespace core;
using namespace core::client;

ClientScript::ClientScript(Restored restored, wire::PresenceWish wish, std::uint64_t seed)
    : entropy_(seed), client_(some_computer(1, wish), entropy_, restored, now_) {
    session_ = restored.session;
    outbox_ = restored.outbox;
    drain();
}

void ClientScript::give(const Input& input) {
    client_.handle(now_, input);
    drain();
}

void ClientScript::pass(Duration time) {
    const MonotonicTime end = now_.mono + time;
    for (int timers = 0; client_.deadline() <= end; ++timers) {
        if (timers > 10'000) {
            broken_.emplace_back("S11: a deadline stays in the past");
            return;
        }
        const MonotonicTime at = std::max(now_.mono, client_.deadline());
        now_.wall.ms += std::chrono::duration_cast<milliseconds>(at - now_.mono).count();
        now_.mono = at;
        client_.handle_timeout(now_);
        drain();
    }
    now_.mono = end;
}

void ClientScript::says(const wire::ServerMessage& message) {
    const std::string line = wire::encode(message);
    give(FrameArrived{line});
}

void ClientScript::closes(std::optional<CloseCode> code) {
    SocketClosed closed;
    if (code) {
        closed.code = static_cast<std::uint16_t>(*code);
    }
    socket_wanted_ = false;
    give(closed);
}

wire::ClientMessage ClientScript::greets() {
    settle();
    open();
    wire::Hello hello;
    hello.server = "a test";
    says(hello);
    wire::ClientMessage claim = sent_.empty() ? wire::ClientMessage{wire::Beat{}} : sent_.back();
    sent_.clear();
    return claim;
}

void ClientScript::welcomes(const wire::Welcome& welcome) {
    (void)greets();
    says(welcome);
}

void ClientScript::goes_live() {
    if (!session_) {
        command(SignIn{"alice", SecretText{"a password"}});
    }
    welcomes(welcome());
    says(wire::PresenceSet{stamp(1, {1}), people({1})});
    says(synced(room(1, 0), wire::SyncResult::reset, 1));
    forget_what_came_out();
}

void ClientScript::forget_what_came_out() {
    sent_.clear();
    told_.clear();
    order_.clear();
}

void ClientScript::drain() {
    do {
        while (auto output = client_.poll()) {
            carry_out(*output);
        }
        for (std::string& sentence : client_.check_invariants()) {
            broken_.push_back(std::move(sentence));
        }
        std::vector<Input> answers;
        answers.swap(answers_);
        for (const Input& answer : answers) {
            client_.handle(now_, answer);
            while (auto output = client_.poll()) {
                carry_out(*output);
            }
        }
    } while (!answers_.empty());
}

void ClientScript::carry_out(Output& output) {
    if (std::holds_alternative<OpenSocket>(output)) {
        if (socket_wanted_) {
            broken_.emplace_back("a second socket was opened beside the first");
        }
        socket_wanted_ = true;
        ++sockets_opened_;
        order_ += 'o';
    } else if (std::holds_alternative<CloseSocket>(output)) {
        socket_wanted_ = false;
        order_ += 'c';
        if (socket_closes_) {
            answers_.emplace_back(SocketClosed{});
        }
    } else if (const auto* frame = std::get_if<SendFrame>(&output)) {
        order_ += 's';
        for (const std::string_view line : wire::lines_of(frame->text)) {
            auto message = wire::decode_client_message(line);
            if (message && answer_aside(message.value())) {
                continue;
            }
            if (message) {
                sent_.push_back(std::move(message.value()));
            } else {
                broken_.push_back("the client sent what is not of the protocol: " + message.error().reason);
            }
        }
    } else if (std::holds_alternative<SignClaim>(output)) {
        answers_.emplace_back(ClaimSigned{});
    } else if (auto* kept = std::get_if<SaveSession>(&output)) {
        session_ = std::move(kept->session);
        order_ += 'k';
    } else if (std::holds_alternative<ForgetSession>(output)) {
        session_.reset();
        order_ += 'f';
    } else if (auto* entry = std::get_if<SaveOutbox>(&output)) {
        outbox_.push_back(entry->entry);
        if (disk_answers_) {
            answers_.emplace_back(OutboxSaved{entry->entry.cid()});
        }
    } else if (const auto* gone = std::get_if<ForgetOutbox>(&output)) {
        std::erase_if(outbox_, [&](const OutboxEntry& kept_entry) { return kept_entry.cid() == gone->cid; });
    } else {
        told_.push_back(std::move(std::get<core::client::Event>(output)));
    }
}

bool ClientScript::answer_aside(const wire::ClientMessage& message) {
    if (!asides_answer_) {
        return false;
    }
    if (const auto* reads = std::get_if<wire::ReadsGet>(&message)) {
        wire::ReadMarkers answer;
        for (const RoomId room : reads->rooms) {
            answer.markers.push_back({room, {}, {}, 0, 0});
        }
        frames_.push_back(wire::encode(wire::ServerMessage{answer}));
    } else if (std::holds_alternative<wire::StatusesGet>(message)) {
        frames_.push_back(wire::encode(wire::ServerMessage{wire::Statuses{}}));
    } else {
        return false;
    }
    answers_.emplace_back(FrameArrived{frames_.back()});
    return true;
}

// ---- material -------------------------------------------------------------------------------------------------------

ClientConfig some_computer(std::uint8_t number, wire::PresenceWish wish) {
    ClientConfig config;
    config.workstation.key.value[0] = number;
    config.workstation.hint.value[0] = number;
    config.workstation.os_boot.value[0] = 1;
    config.workstation.label = "pc-" + std::to_string(number);
    config.presence = wish;
    return config;
}

SavedSession some_session() {
    SavedSession session;
    session.session.value[0] = 7;
    session.refresh.value[0] = 7;
    session.account = {AccountId{1}, "Alice"};
    session.login = "alice";
    return session;
}

ClientId cid(std::uint8_t number) {
    ClientId id;
    id.value[0] = 0xc1;
    id.value[15] = number;
    return id;
}

RoomEpoch room_epoch(std::uint8_t number) {
    RoomEpoch epoch;
    epoch.value[0] = number;
    return epoch;
}

wire::Room room(std::int64_t id, std::int64_t head, std::uint8_t epoch) {
    return {RoomId{id}, "room " + std::to_string(id), room_epoch(epoch), MessageSeq{0}, MessageSeq{head}};
}

wire::Event event(std::int64_t seq, std::int64_t author) {
    wire::Event result;
    result.seq = MessageSeq{seq};
    for (std::size_t i = 0; i < 8; ++i) {
        result.cid.value[i] = static_cast<std::uint8_t>(seq >> (8 * i));
    }
    result.author = AccountId{author};
    result.author_name = "person " + std::to_string(author);
    result.at = WallTime{1'700'000'000'000 + seq};
    result.changed = result.seq;
    result.body = "message " + std::to_string(seq);
    return result;
}

std::vector<wire::Event> events(std::int64_t from, std::int64_t to) {
    std::vector<wire::Event> result;
    for (std::int64_t seq = from; seq <= to; ++seq) {
        result.push_back(event(seq));
    }
    return result;
}

wire::PresenceStamp stamp(std::int64_t version, const std::vector<std::int64_t>& accounts, std::uint8_t boot) {
    ConnectedSet set;
    for (const std::int64_t account : accounts) {
        set.insert(AccountId{account}, "");
    }
    wire::PresenceStamp result;
    result.boot.value[0] = boot;
    result.version = PresenceVersion{version};
    result.count = set.count();
    result.hash = hash_text(set.hash());
    return result;
}

std::vector<wire::Person> people(const std::vector<std::int64_t>& accounts) {
    std::vector<wire::Person> result;
    for (const std::int64_t account : accounts) {
        result.push_back({AccountId{account}, "person " + std::to_string(account)});
    }
    return result;
}

wire::Welcome welcome(std::int64_t head) {
    wire::Welcome result;
    result.account = {AccountId{1}, "Alice"};
    result.login = "alice";
    result.session.value[0] = 9;
    result.refresh.value[0] = 9;
    result.access = "token";
    result.epoch = Epoch{1};
    result.presence = stamp(1, {1});
    result.rooms = {room(1, head)};
    return result;
}

wire::Synced synced(const wire::Room& room, wire::SyncResult result, std::int64_t from) {
    return {room, result, MessageSeq{from}, room.head, events(from, room.head.value), {}};
}

}  // namespace workspace::testing
