#include "workspace/testing/direct_host.hpp"

#include <stdexcept>
#include <utility>
#include <variant>

#include "workspace/core/wire/codec.hpp"
#include "workspace/testing/fake_signer.hpp"

namespace workspace::testing {

using namespace core;
using namespace core::hub;

namespace {

constexpr std::chrono::hours kForever{1000};  // nobody beats here

std::string login_of(std::int64_t number) {
    return "p" + std::to_string(number);
}

}  // namespace

DirectHost::DirectHost(std::uint64_t (*counter)()) : counter_(counter) {}

void DirectHost::add_people(std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) {
        const std::string login = login_of(static_cast<std::int64_t>(logins_.size()) + 1);
        logins_.emplace(login, store_.add_account(login, login, ""));
    }
    room_ = store_.add_room("general");
    HubConfig config;
    config.limits.silence = kForever;
    config.limits.messages_per_second = 0;
    config.limits.connections = logins_.size() + 1000;
    config.limits.unauthenticated_connections = config.limits.connections;
    hub_ = std::make_unique<Hub>(config, entropy_, store_.start(), Now{now_, {}});
}

template <class Work>
void DirectHost::measured(const Work& work) {
    using Clock = std::chrono::steady_clock;
    const std::uint64_t taken = counter_ != nullptr ? counter_() : 0;
    const auto begin = Clock::now();
    work();
    outputs_.hub_time += Clock::now() - begin;
    outputs_.taken += (counter_ != nullptr ? counter_() : 0) - taken;
}

void DirectHost::handle(const Input& input) {
    measured([&] { hub_->handle(Now{now_, {}}, input); });
}

void DirectHost::drain() {
    for (bool more = true; more;) {
        std::optional<Output> output;
        measured([&] { output = hub_->poll(); });
        more = output.has_value();
        if (output) {
            std::visit([this](const auto& known) { carry_out(known); }, *output);
        }
    }
}

ConnectionId DirectHost::log_in(std::int64_t number) {
    const ConnectionId connection{++last_connection_};
    handle(Connected{connection});
    drain();
    wire::Login login;
    login.name = login_of(number);
    login.workstation = FakeWorkstation{"computer " + std::to_string(number)}.prove(last_challenge_);
    login.password = SecretText{login.name};
    const std::uint64_t granted_before = granted_;
    say(connection, login);
    if (granted_ == granted_before) {
        throw std::logic_error("a login that is to be measured was refused");
    }
    return connection;
}

void DirectHost::say(ConnectionId connection, const wire::ClientMessage& message) {
    const std::string text = wire::encode(message);
    handle(FrameArrived{connection, text});
    drain();
}

void DirectHost::post(ConnectionId connection) {
    wire::Post post;
    post.room = room_;
    post.cid = id_of<ClientId>("post " + std::to_string(++last_post_));
    post.body = "Does anyone know where the long ladder went? The lamp in the corridor is out again.";
    say(connection, post);
}

void DirectHost::gone(ConnectionId connection) {
    handle(Disconnected{connection});
    drain();
}

void DirectHost::gather() {
    now_ = now_ + kPresenceGather;
    measured([&] { hub_->handle_timeout(Now{now_, {}}); });
    drain();
}

// ---- outputs -------------------------------------------------------------------------------------------------------

void DirectHost::carry_out(const Send& send) {
    ++outputs_.sends;
    constexpr std::string_view kHello = R"({"t":"hello")";
    if (send.text->starts_with(kHello)) {
        if (const auto message = wire::decode_server_message(*send.text)) {
            last_challenge_ = std::get<wire::Hello>(message.value()).challenge;
        }
    }
}

void DirectHost::carry_out(const Broadcast& broadcast) {
    ++outputs_.broadcasts;
    outputs_.addressees += broadcast.audience->size();
    outputs_.broadcast_bytes += broadcast.text->size();
}

void DirectHost::carry_out(const Close& close) {
    handle(Disconnected{close.connection});
}

void DirectHost::carry_out(const AskStore& ask) {
    StoreAnswered answer{ask.ticket, store_.execute(ask.operation)};
    if (const auto* admitted = std::get_if<Admitted>(&answer.result)) {
        granted_ += std::holds_alternative<Granted>(*admitted) ? 1 : 0;
    }
    handle(answer);
}

void DirectHost::carry_out(const CheckProof& check) {
    ProofChecked result;
    result.ticket = check.ticket;
    result.outcome = ProofOutcome::proved;
    if (check.credentials) {
        result.account = logins_.at(check.credentials->name);
    }
    handle(result);
}

void DirectHost::carry_out(const MintAccess& mint) {
    handle(AccessMinted{mint.ticket, "an access token of a usual length would stand here"});
}

}  // namespace workspace::testing
