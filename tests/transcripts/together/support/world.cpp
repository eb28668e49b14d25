#include "world.hpp"

#include <algorithm>
#include <set>
#include <variant>

#include "workspace/core/wire/codec.hpp"

namespace workspace::testing::together {

using namespace core;
using core::client::Client;
using core::client::Phase;

namespace {

constexpr std::size_t kBrokenMax = 20;
constexpr Duration kConnectFailsAfter = seconds{3};

}  // namespace

World::World(WorldOptions options)
    : options_(std::move(options)), chance_(options_.seed), server_entropy_(options_.seed + 1) {
    start_server();
}
World::~World() = default;

Now World::now() const {
    return {now_, WallTime{1'700'000'000'000 + std::chrono::duration_cast<milliseconds>(now_.since_origin).count()}};
}

RoomId World::room(const std::string& name) {
    const RoomId id = store_.add_room(name);
    kill_server();
    start_server();
    return id;
}

void World::fill(RoomId room, AccountId author, int count) {
    kill_server();
    store_.allow(ApiTokenFence{1}, author);
    for (int i = 0; i < count; ++i) {
        const std::string name = "filled " + std::to_string(++filled_);
        (void)store_.execute(
            Append{ApiTokenFence{1}, author, wire::Post{room, id_of<ClientId>(name), {}, name}, now().wall});
    }
    start_server();
}

// ---- programs ------------------------------------------------------------------------------------------------------

Program& World::program(const std::string& name, const std::string& computer) {
    programs_.push_back(std::make_unique<Program>(
        Program{name, FakeWorkstation{computer}, {}, {}, {}, {}, 0, false, {}, {}, {}, {}, {}, 0, 0, false}));
    start(*programs_.back());
    return *programs_.back();
}

void World::start(Program& program) {
    client::ClientConfig config;
    const FakeWorkstation& computer = program.computer;
    config.workstation = {computer.key, computer.hint, computer.os_boot, computer.label};
    program.entropy = std::make_unique<FakeEntropy>(chance_.next());
    program.phases.clear();
    program.told.clear();
    program.unread.clear();
    program.failures.clear();
    program.posts.clear();
    program.pages = 0;
    program.sockets_opened = 0;
    program.ended = false;
    program.client =
        std::make_unique<Client>(config, *program.entropy, client::Restored{program.session, program.outbox}, now());
    drain(program);
}

void World::kill(Program& program) {
    if (!program.client) {
        return;
    }
    program.client.reset();
    if (program.socket != 0) {
        close_server_end(program.socket);
        sockets_.at(program.socket).client_end = false;
        program.socket = 0;
    }
}

void World::command(Program& program, client::Command command) {
    if (program.client) {
        guarded([&] {
            program.client->handle(now(), client::Input{std::move(command)});
            drain(program);
        });
    }
}

void World::drain(Program& program) {
    while (program.client) {
        auto output = program.client->poll();
        if (!output) {
            return;
        }
        carry_out(program, *output);
    }
}

void World::carry_out(Program& program, client::Output& output) {
    if (std::holds_alternative<client::OpenSocket>(output)) {
        open_socket(program);
    } else if (std::holds_alternative<client::CloseSocket>(output)) {
        close_server_end(program.socket);
        at(now_, [this, socket = program.socket] { close_client_end(socket, std::nullopt); });
    } else if (auto* frame = std::get_if<client::SendFrame>(&output)) {
        Socket& socket = sockets_.at(program.socket);
        if (!socket.dead) {
            at(arrival(socket.to_server), [this, id = socket.id, text = std::move(frame->text)] {
                const Socket& end = sockets_.at(id.value);
                if (end.server_end && !end.dead) {
                    to_hub(hub::FrameArrived{id, text});
                }
            });
        }
    } else if (const auto* sign = std::get_if<client::SignClaim>(&output)) {
        const Signature signature = program.computer.prove(sign->challenge).signature;
        program.client->handle(now(), client::ClaimSigned{signature});
    } else if (const auto* session = std::get_if<client::SaveSession>(&output)) {
        program.session = session->session;
    } else if (std::holds_alternative<client::ForgetSession>(output)) {
        program.session.reset();
    } else if (const auto* entry = std::get_if<client::SaveOutbox>(&output)) {
        program.outbox.push_back(entry->entry);
        program.client->handle(now(), client::OutboxSaved{entry->entry.cid()});
    } else if (const auto* gone = std::get_if<client::ForgetOutbox>(&output)) {
        std::erase_if(program.outbox, [&](const client::OutboxEntry& kept) { return kept.cid() == gone->cid; });
    } else {
        note(program, std::get<client::Event>(output));
    }
}

void World::note(Program& program, const client::Event& event) {
    if (const auto* phase = std::get_if<client::PhaseChanged>(&event)) {
        program.phases.push_back(*phase);
    } else if (const auto* added = std::get_if<client::MessagesAdded>(&event)) {
        auto& told = program.told[added->room];
        if (added->dropped_before) {
            told.clear();
        }
        for (const wire::Event& message : added->events) {
            told.emplace_back(message.seq, message.changed);
        }
        program.pages += added->live ? 0 : 1;
    } else if (const auto* rooms = std::get_if<client::RoomsChanged>(&event)) {
        std::erase_if(program.told, [&](const auto& told) {
            return std::none_of(rooms->rooms.begin(), rooms->rooms.end(),
                                [&](const wire::Room& room) { return room.id == told.first; });
        });
    } else if (const auto* unread = std::get_if<client::UnreadChanged>(&event)) {
        program.unread[unread->room] = *unread;
    } else if (const auto* post = std::get_if<client::PostChanged>(&event)) {
        program.posts.push_back(*post);
        const auto* create = std::get_if<wire::CreateRoom>(&post->post);
        const bool direct =
            create != nullptr && create->kind == wire::RoomKind::direct;  // it may have been there before
        if (post->state == client::PostState::sent && !direct && !is_stored(post->cid)) {
            broken_.push_back("M1: " + program.name + " says that a post is stored, and it is not");
        }
    } else if (const auto* failed = std::get_if<client::RequestFailed>(&event)) {
        program.failures.push_back(*failed);
    } else if (std::holds_alternative<client::Ended>(event)) {
        program.ended = true;
    }
}

void World::change_password(AccountId account) {
    if (hub_) {
        const std::string& password = store_.accounts().at(account).password;
        to_hub(hub::ApiEndAccount{Ticket{static_cast<std::uint64_t>(account.value)},
                                  account,
                                  LeaseCause::password_changed,
                                  SecretText{password},
                                  {}});
    }
}

void World::carry_out(const hub::ApiAnswer& output) {
    promises_.told(output.result, store_);
    const AccountId account{static_cast<std::int64_t>(output.request.value)};
    const bool ended = std::holds_alternative<hub::ApiAccountEnded>(output.result);
    const bool sessions = std::any_of(store_.sessions().begin(), store_.sessions().end(), [&](const auto& entry) {
        return entry.second.account == account && entry.second.state == SessionState::good;
    });
    if (ended && (store_.leases().contains(account) || sessions)) {
        broken_.emplace_back("S13: a password change was acknowledged while a lease or a session stood");
    }
}

// ---- the network ---------------------------------------------------------------------------------------------------

MonotonicTime World::arrival(MonotonicTime& last) {
    const auto spread = static_cast<std::uint64_t>((options_.latency_max - options_.latency_min).count());
    const Duration takes = options_.latency_min + Duration{static_cast<std::int64_t>(chance_.jitter(spread + 1))};
    last = std::max(last, now_ + takes);
    return last;
}

void World::open_socket(Program& program) {
    ++program.sockets_opened;
    const std::uint64_t number = ++last_socket_;
    program.socket = number;
    Socket& socket = sockets_[number];
    socket.id = ConnectionId{number};
    socket.program = &program;
    socket.dead = program.dark;
    if (program.dark) {
        at(now_ + kConnectFailsAfter, [this, number] { close_client_end(number, std::nullopt); });
        return;
    }
    at(arrival(socket.to_server), [this, number] {
        Socket& end = sockets_.at(number);
        if (!hub_) {
            at(arrival(end.to_client), [this, number] { close_client_end(number, std::nullopt); });
            return;
        }
        if (!end.client_end || end.dead) {
            return;
        }
        at(arrival(end.to_client), [this, number] {
            const Socket& opened = sockets_.at(number);
            if (opened.client_end && !opened.dead) {
                opened.program->client->handle(now(), client::SocketOpened{});
                drain(*opened.program);
            }
        });
        end.server_end = true;
        to_hub(hub::Connected{end.id});
    });
}

/// The client's end is gone, now.
void World::close_client_end(std::uint64_t number, std::optional<CloseCode> code) {
    Socket& socket = sockets_.at(number);
    if (!std::exchange(socket.client_end, false)) {
        return;
    }
    Program& program = *socket.program;
    program.socket = 0;
    if (program.client) {
        client::SocketClosed closed;
        if (code) {
            closed.code = static_cast<std::uint16_t>(*code);
        }
        program.client->handle(now(), closed);
        drain(program);
    }
}

/// The server hears that the other end is gone, once what was sent before has arrived; never over a dark network.
void World::close_server_end(std::uint64_t number) {
    Socket& socket = sockets_.at(number);
    if (socket.dead) {
        return;
    }
    at(arrival(socket.to_server), [this, number] {
        Socket& end = sockets_.at(number);
        if (hub_ && !end.dead && std::exchange(end.server_end, false)) {
            to_hub(hub::Disconnected{end.id});
        }
    });
}

void World::cut(Program& program) {
    if (program.socket != 0) {
        const std::uint64_t number = program.socket;
        close_server_end(number);
        at(now_, [this, number] { close_client_end(number, std::nullopt); });
    }
}

void World::darken(Program& program) {
    program.dark = true;
    if (program.socket != 0) {
        sockets_.at(program.socket).dead = true;
    }
}

void World::overflow(Program& program) {
    if (program.socket != 0 && sockets_.at(program.socket).server_end) {
        to_hub(hub::Overflowed{sockets_.at(program.socket).id});
    }
}

// ---- the server ----------------------------------------------------------------------------------------------------

void World::start_server() {
    hub::HubConfig config;
    config.limits = options_.limits;
    config.policy = options_.policy;
    config.boot = id_of<BootId>("boot " + std::to_string(++server_starts_));
    hub_ = std::make_unique<hub::Hub>(config, server_entropy_, store_.start(), now());
}

/// kill -9: of what was under way in the store, some was committed.
void World::kill_server() {
    hub_.reset();
    const std::size_t committed = chance_.jitter(asked_.size() + 1);
    for (std::size_t i = 0; i < committed; ++i) {
        (void)store_.execute(asked_[i].ask.operation);
    }
    asked_.clear();
    for (auto& [number, socket] : sockets_) {
        socket.server_end = false;
        if (socket.client_end && !socket.dead) {
            at(arrival(socket.to_client), [this, id = number] { close_client_end(id, std::nullopt); });
        }
    }
}

void World::to_hub(const hub::Input& input) {
    if (hub_) {
        hub_->handle(now(), input);
        drain_hub();
    }
}

void World::drain_hub() {
    while (hub_) {
        const auto output = hub_->poll();
        if (!output) {
            return;
        }
        std::visit([this](const auto& known) { carry_out(known); }, *output);
    }
}

void World::send(ConnectionId connection, const hub::SharedText& text) {
    Socket& socket = sockets_.at(connection.value);
    if (socket.dead || !socket.server_end) {
        return;
    }
    at(arrival(socket.to_client), [this, number = connection.value, text] {
        const Socket& end = sockets_.at(number);
        if (end.client_end && !end.dead) {
            end.program->client->handle(now(), client::FrameArrived{*text});
            drain(*end.program);
        }
    });
}

void World::carry_out(const hub::Send& output) {
    promises_.told(*output.text, store_);
    send(output.connection, output.text);
}

void World::carry_out(const hub::Broadcast& output) {
    promises_.told(*output.text, store_);
    for (const ConnectionId connection : *output.audience) {
        send(connection, output.text);
    }
}

void World::carry_out(const hub::Close& output) {
    const std::uint64_t number = output.connection.value;
    Socket& socket = sockets_.at(number);
    if (!socket.dead) {
        at(arrival(socket.to_client), [this, number, code = output.code] { close_client_end(number, code); });
    }
    at(now_, [this, number] {
        Socket& end = sockets_.at(number);
        if (hub_ && std::exchange(end.server_end, false)) {
            to_hub(hub::Disconnected{end.id});
        }
    });
}

void World::carry_out(const hub::AskStore& output) {
    const MonotonicTime before = asked_.empty() ? now_ : asked_.back().due;
    asked_.push_back({output, std::max(before, now_ + options_.store_takes)});
}

void World::carry_out(const hub::CheckProof& output) {
    hub::ProofChecked result{output.ticket, hub::ProofOutcome::wrong, std::nullopt, 0};
    if (fake_proof_holds(output.workstation, output.challenge)) {
        if (output.credentials) {
            result.account = store_.check_password(output.credentials->name, output.credentials->password.reveal());
            result.password_version = result.account ? store_.accounts().at(*result.account).password_version : 0;
        }
        result.outcome = !output.credentials || result.account ? hub::ProofOutcome::proved : hub::ProofOutcome::wrong;
    }
    at(now_ + milliseconds{2}, [this, result, start = server_starts_] {
        if (start == server_starts_) {
            to_hub(result);
        }
    });
}

void World::carry_out(const hub::MintAccess& output) {
    at(now_, [this, ticket = output.ticket, start = server_starts_] {
        if (start == server_starts_) {
            to_hub(hub::AccessMinted{ticket, "access"});
        }
    });
}

void World::answer_store() {
    const Asked first = std::move(asked_.front());
    asked_.pop_front();
    ++store_operations_;
    if (store_failures_ > 0 || options_.store_failure.hits(store_operations_)) {
        store_failures_ = std::max(store_failures_ - 1, 0);
        to_hub(hub::StoreAnswered{first.ask.ticket, StoreFailed{"the disk is full"}});
    } else {
        to_hub(hub::StoreAnswered{first.ask.ticket, store_.execute(first.ask.operation)});
    }
}

void World::heal() {
    options_.store_failure = {};
    store_failures_ = 0;
    for (const auto& program : programs_) {
        lighten(*program);
    }
    if (!hub_) {
        start_server();
    }
}

// ---- time ----------------------------------------------------------------------------------------------------------

void World::at(MonotonicTime time, std::function<void()> what) {
    agenda_.emplace(std::pair{time, ++last_entry_}, std::move(what));
}

MonotonicTime World::next_time() const {
    MonotonicTime next = agenda_.empty() ? MonotonicTime::never() : agenda_.begin()->first.first;
    if (!asked_.empty()) {
        next = std::min(next, asked_.front().due);
    }
    if (hub_) {
        next = std::min(next, hub_->deadline());
    }
    for (const auto& program : programs_) {
        if (program->client) {
            next = std::min(next, program->client->deadline());
        }
    }
    return next;
}

void World::guarded(const std::function<void()>& work) {
    try {
        work();
    } catch (const std::exception& error) {
        broken_.push_back(std::string{"a brain threw: "} + error.what());
        throw;
    }
}

/// One thing that is due. What has arrived goes before timers (S9).
void World::step() {
    if (!agenda_.empty() && agenda_.begin()->first.first <= now_) {
        const auto what = std::move(agenda_.begin()->second);
        agenda_.erase(agenda_.begin());
        what();
    } else if (!asked_.empty() && asked_.front().due <= now_) {
        answer_store();
    } else if (hub_ && hub_->deadline() <= now_) {
        hub_->handle_timeout(now());
        drain_hub();
    } else {
        for (const auto& program : programs_) {
            if (program->client && program->client->deadline() <= now_) {
                program->client->handle_timeout(now());
                drain(*program);
            }
        }
    }
    check();
}

void World::run(Duration duration) {
    (void)until([] { return false; }, duration);
}

std::optional<Duration> World::until(const std::function<bool()>& done, Duration at_most) {
    const MonotonicTime begin = now_;
    const MonotonicTime end = now_ + at_most;
    int standing_still = 0;
    while (!done()) {
        const MonotonicTime next = next_time();
        if (next > end) {
            now_ = end;
            return std::nullopt;
        }
        standing_still = next <= now_ ? standing_still + 1 : 0;
        if (standing_still > 100'000) {
            broken_.emplace_back("S11: time stands still, something is always due");
            return std::nullopt;
        }
        now_ = std::max(now_, next);
        guarded([this] { step(); });
    }
    return now_ - begin;
}

bool World::is_stored(const ClientId& cid) const {
    return std::any_of(store_.logs().begin(), store_.logs().end(), [&](const auto& log) {
        return std::any_of(log.second.events.rbegin(), log.second.events.rend(),
                           [&](const wire::Event& event) { return event.cid == cid; });
    });
}

// ---- checkers ------------------------------------------------------------------------------------------------------

void World::check() {
    if (broken_.size() >= kBrokenMax) {
        return;
    }
    if (hub_) {
        for (std::string& sentence : hub_->check_invariants()) {
            broken_.push_back("server: " + sentence);
        }
    }
    for (; promises_seen_ < promises_.broken().size(); ++promises_seen_) {
        broken_.push_back(promises_.broken()[promises_seen_]);
    }
    std::set<WorkstationKey> taken;
    for (const auto& [account, lease] : store_.leases()) {
        if (!taken.insert(lease.workstation).second) {
            broken_.emplace_back("S2: two leases on one workstation");
        }
    }
    for (const auto& program : programs_) {
        if (!program->client) {
            continue;
        }
        for (std::string& sentence : program->client->check_invariants()) {
            broken_.push_back(program->name + ": " + sentence);
        }
        const auto count = program->client->connected_count();
        if (count && (*count < 1 || *count > static_cast<std::int64_t>(store_.accounts().size()))) {
            broken_.push_back("P1: " + program->name + " shows " + std::to_string(*count));
        }
    }
}

std::vector<std::string> World::differences() const {
    std::vector<std::string> found;
    for (const auto& program : programs_) {
        if (!program->live()) {
            continue;
        }
        const Client& one = *program->client;
        if (one.connected_count() != store_.connected_people()) {
            found.push_back("P5: " + program->name + " does not show the server's count");
        }
        for (const auto& [id, log] : store_.logs()) {
            compare(*program, log, found);
        }
    }
    return found;
}

/// M4, M5, M8, H5, H6: one room, as a live program has it and as the store has it.
void World::compare(const Program& program, const StoredLog& log, std::vector<std::string>& found) const {
    const AccountId account = program.session->account.id;
    const RoomId id = log.room.id;
    const client::RoomTimeline* timeline = program.client->timeline(id);
    if (!log.members.contains(account)) {
        if (timeline != nullptr) {
            found.push_back("M5: " + program.name + " still holds " + log.room.name);
        }
        return;
    }
    if (timeline == nullptr || timeline->last() != log.room.head) {
        found.push_back("H5: " + program.name + " does not hold the end of " + log.room.name);
        return;
    }
    if (timeline->room().archived != log.room.archived) {
        found.push_back("M8: " + program.name + " does not know that " + log.room.name + " is archived");
    }
    for (const auto& [seq, event] : timeline->events()) {
        const bool complete = timeline->complete().contains(seq);
        if (complete && log.events.at(static_cast<std::size_t>(seq.value - 1)) != event) {
            found.push_back("H5: " + program.name + " holds another " + std::to_string(seq.value));
        }
    }
    if (const auto place = program.told.find(id); place != program.told.end()) {
        auto told = place->second;
        std::sort(told.begin(), told.end());
        if (std::adjacent_find(told.begin(), told.end()) != told.end()) {
            found.push_back("M4: " + program.name + " was told the same twice");
        }
    }
    const wire::ReadMarker marker = store_.marker_of(account, id);
    const auto shown = program.unread.find(id);
    if (shown == program.unread.end() || shown->second.read != marker.read || shown->second.unread != marker.unread ||
        shown->second.mentions != marker.mentions) {
        found.push_back("H6: " + program.name + " shows other counts than the log has of " + log.room.name);
    }
}

}  // namespace workspace::testing::together
