#include <algorithm>
#include <stdexcept>
#include <utility>
#include <variant>

#include "workspace/core/wire/codec.hpp"
#include "world/world.hpp"

/// The server's process: what a host does for the hub. Its store commits in groups: what is asked during a commit waits
/// for the next one.
namespace workspace::sim {

using namespace core;

namespace {

constexpr Duration kProofTakes = milliseconds{2};
constexpr Duration kQuickCommit = milliseconds{100};
constexpr Duration kSlowFor = seconds{30};
/// Where in its writes a commit is interrupted: most have fewer.
constexpr std::uint64_t kChangesOfCommit = 16;

}  // namespace

Now World::server_now() const {
    const auto wall = std::chrono::duration_cast<milliseconds>(now_.since_origin + server_wall_offset_);
    return {now_, WallTime{1'700'000'000'000 + wall.count()}};
}

void World::step_wall_clock(Duration by) {
    fault("the wall clock of the server is stepped");
    server_wall_offset_ += by;
}

void World::start_server() {
    if (hub_) {
        return;
    }
    hub::HubConfig config;
    config.limits = options_.limits;
    config.policy = options_.policy;
    config.boot = testing::id_of<BootId>("boot " + std::to_string(++server_starts_));
    StoredWorld stored;
    try {
        stored = store_->start(server_now());
    } catch (const std::runtime_error& error) {
        not_started_ = error.what();
        fault("the server does not start: " + not_started_);
        store_->crash(false);
        return;
    }
    end_in_doubt();
    hub_ = std::make_unique<capture::CapturedHub>(config, server_entropy_, stored, server_now(),
                                                  options_.captures ? options_.captures() : capture::Recorder::Write{});
    tell([&](Observer& observer) { observer.server_started(*this, stored); });
    drain_hub();
}

/// Now it shows what the process did not live to see.
void World::end_in_doubt() {
    if (const auto doubt = std::exchange(in_doubt_, std::nullopt); doubt && store_->has_last_batch()) {
        tell_carried_out(doubt->batch, doubt->results);
    }
}

void World::kill_server() {
    end_server(Ending::killed);
}

void World::lose_power() {
    end_server(Ending::without_power);
}

void World::end_server(Ending ending) {
    if (!hub_) {
        return;
    }
    fault(ending == Ending::without_power ? "the server loses power" : "the server is killed");
    const bool reaches_disk = server_entropy_.one_in(2);
    if (DiskSwitches* switches = store_->switches(); switches != nullptr && in_commit_ > 0) {
        switches->kill_at = 1 + server_entropy_.jitter(kChangesOfCommit);
    }
    die(reaches_disk, ending);
}

/// Of what was under way in the store, all of the commit was done, or nothing.
void World::die(bool commit_is_done, Ending ending) {
    hub_.reset();
    hub_due_ = MonotonicTime::never();
    if (in_commit_ > 0 && commit_is_done) {
        (void)carry_out_batch({asked_.begin(), asked_.begin() + static_cast<std::ptrdiff_t>(in_commit_)});
    }
    asked_.clear();
    in_commit_ = 0;
    committed_ = MonotonicTime::never();
    if (ending == Ending::orderly) {
        store_->close();
    } else {
        store_->crash(ending == Ending::without_power);
    }
    tell([&](Observer& observer) { observer.server_gone(*this); });
    drop_connections();
}

void World::rot() {
    if (!hub_) {
        fault("a bit of the database turns over");
        store_->rot();
    }
}

void World::drop_connections() {
    std::vector<std::uint64_t> numbers;
    for (auto& [number, socket] : sockets_) {
        socket.server_end = false;
        socket.queue.clear();
        socket.queue_bytes = 0;
        numbers.push_back(number);
    }
    for (const std::uint64_t number : numbers) {
        Socket& socket = sockets_.at(number);
        if (socket.client_end && !socket.dead_down) {
            agenda_.at(arrival(*socket.program, socket.to_client),
                       [this, number] { close_client_end(number, std::nullopt); });
        } else {
            forget_if_gone(number);
        }
    }
}

void World::stop_server() {
    if (!hub_) {
        return;
    }
    fault("the server stops");
    to_hub(hub::Stopping{});
    while (hub_ && in_commit_ > 0) {
        end_commit();
    }
    if (hub_) {
        hub_->end_capture();
        die(false, Ending::orderly);
    }
}

void World::to_hub(const hub::Input& input) {
    if (hub_) {
        hub_->handle(server_now(), input);
        drain_hub();
    }
}

void World::drain_hub() {
    while (hub_) {
        const auto output = hub_->poll();
        if (!output) {
            break;
        }
        std::visit([this](const auto& known) { carry_out(known); }, *output);
    }
    hub_due_ = hub_ ? hub_->hub().deadline() : MonotonicTime::never();
}

/// Later, to this very start of the server.
void World::answer_later(Duration after, hub::Input input) {
    agenda_.at(now_ + after, [this, input = std::move(input), start = server_starts_] {
        if (start == server_starts_) {
            to_hub(input);
        }
    });
}

// ---- outputs -------------------------------------------------------------------------------------------------------

void World::server_says(const std::vector<ConnectionId>& to, const std::string& text) {
    mix(text);
    for (Observer* listener : listeners_) {
        listener->frame_sent(*this, to, text);
    }
    for (std::size_t begin = 0; begin < text.size() && !listeners_.empty();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const auto message = wire::decode_server_message(std::string_view(text).substr(begin, end - begin));
        begin = end + 1;
        if (!message) {
            report({"core", "the server says what is no message: " + message.error().reason, "world", now_});
            continue;
        }
        for (Observer* listener : listeners_) {
            listener->server_said(*this, to, message.value());
        }
    }
}

void World::carry_out(const hub::Send& output) {
    server_says({output.connection}, *output.text);
    send_down(output.connection, output.text, false);
}

void World::carry_out(const hub::Broadcast& output) {
    server_says(*output.audience, *output.text);
    for (const ConnectionId connection : *output.audience) {
        send_down(connection, output.text, true);
    }
}

void World::carry_out(const hub::Close& output) {
    tell([&](Observer& observer) { observer.server_closed(*this, output.connection, output.code); });
    const std::uint64_t number = output.connection.value;
    const auto found = sockets_.find(number);
    if (found != sockets_.end() && !found->second.dead_down) {
        agenda_.at(arrival(*found->second.program, found->second.to_client),
                   [this, number, code = output.code] { close_client_end(number, code); });
    }
    agenda_.at(now_, [this, number] {
        const auto socket = sockets_.find(number);
        if (socket != sockets_.end() && hub_ && std::exchange(socket->second.server_end, false)) {
            to_hub(hub::Disconnected{ConnectionId{number}});
            forget_if_gone(number);
        }
    });
}

void World::carry_out(const hub::CheckProof& output) {
    hub::ProofChecked result{output.ticket, hub::ProofOutcome::wrong, std::nullopt, 0};
    if (testing::fake_proof_holds(output.workstation, output.challenge)) {
        if (output.credentials) {
            result.account =
                store_->check_password(output.credentials->name, std::string{output.credentials->password.reveal()});
            result.password_version = result.account ? store_->password_version(*result.account) : 0;
        }
        result.outcome = !output.credentials || result.account ? hub::ProofOutcome::proved : hub::ProofOutcome::wrong;
    }
    answer_later(kProofTakes, result);
}

void World::carry_out(const hub::MintAccess& output) {
    answer_later(Duration{0}, hub::AccessMinted{output.ticket, "access"});
}

void World::carry_out(const hub::ApiAnswer& /*output*/) {}
void World::carry_out(const hub::LeaseNotice& /*output*/) {}

void World::change_password(AccountId account, const std::string& password) {
    fault("the password of account " + std::to_string(account.value) + " is changed");
    to_hub(
        hub::ApiEndAccount{Ticket{++last_request_}, account, LeaseCause::password_changed, SecretText{password}, {}});
}

void World::lock(AccountId account, bool locked) {
    fault("account " + std::to_string(account.value) + (locked ? " is locked" : " is unlocked"));
    to_hub(hub::ApiEndAccount{Ticket{++last_request_}, account, LeaseCause::revoked, {}, locked});
}

// ---- the store -----------------------------------------------------------------------------------------------------

void World::carry_out(const hub::AskStore& output) {
    asked_.push_back(output);
    begin_commit();
}

void World::begin_commit() {
    if (in_commit_ == 0 && !asked_.empty()) {
        in_commit_ = asked_.size();
        committed_ = now_ + disk_.takes;
        if (disk_.takes > kQuickCommit) {
            slow_until_ = committed_ + kSlowFor;
        }
    }
}

/// Nothing where the store died of it.
std::vector<StoreResult> World::carry_out_batch(const Batch& batch) {
    std::vector<StoreResult> results;
    for (const hub::AskStore& ask : batch) {
        const bool fails = disk_.full || disk_.fail_next > 0;
        disk_.fail_next = std::max(disk_.fail_next - 1, 0);
        results.push_back(fails ? StoreResult{StoreFailed{"the disk is full"}} : store_->execute(ask.operation));
    }
    const bool committed = store_->commit();
    if (store_->dead()) {
        in_doubt_ = {batch, std::move(results)};
        return {};
    }
    if (!committed) {
        results.assign(batch.size(), StoreFailed{"the commit failed"});
    }
    tell_carried_out(batch, results);
    return results;
}

void World::tell_carried_out(const Batch& batch, const std::vector<StoreResult>& results) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
        tell([&](Observer& observer) { observer.carried_out(*this, batch[i].operation, results[i], hub_ != nullptr); });
    }
}

void World::end_commit() {
    const auto end = asked_.begin() + static_cast<std::ptrdiff_t>(in_commit_);
    const Batch batch(asked_.begin(), end);
    if (disk_.kill_at && *disk_.kill_at <= batch.size()) {
        disk_.kill_at.reset();
        fault("the server is killed at an operation of its store");
        die(disk_.kill_after_commit, Ending::killed);
        return;
    }
    if (disk_.kill_at) {
        *disk_.kill_at -= batch.size();
    }
    asked_.erase(asked_.begin(), end);
    in_commit_ = 0;
    committed_ = MonotonicTime::never();
    std::vector<StoreResult> results = carry_out_batch(batch);
    if (store_->dead()) {
        fault("the server ends: its disk is not to be trusted");
        die(false, Ending::killed);
        return;
    }
    for (std::size_t i = 0; i < batch.size() && hub_; ++i) {
        hub_->handle(server_now(), hub::StoreAnswered{batch[i].ticket, std::move(results[i])});
    }
    drain_hub();
    begin_commit();
}

}  // namespace workspace::sim
