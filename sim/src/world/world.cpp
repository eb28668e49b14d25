#include "world/world.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "world/client_frames.hpp"

namespace workspace::sim {

using namespace core;

namespace {

constexpr std::uint64_t kStandstillSteps = 200'000;
/// Looking at a whole state costs as much as the state is large.
constexpr std::size_t kSmallWorld = 24;

}  // namespace

World::World(const WorldOptions& options, std::unique_ptr<Store> store)
    : Stage(options.seed), options_(options), store_(std::move(store)), server_entropy_(options.seed, "server") {}

World::~World() = default;

AccountId World::person(const std::string& login, bool bot) {
    return people_[login] = store_->add_account(login, login, bot);
}

RoomId World::room(const std::string& name) {
    return rooms_[name] = store_->add_room(name);
}

bool World::is_sampled() const {
    return programs().size() <= kSmallWorld || steps_ % (programs().size() * 4) == 0;
}

void World::mix(std::uint64_t value) {
    digest_ = (digest_ ^ value) * 0x100000001b3ULL;
    digest_ ^= digest_ >> 29;
}

void World::mix(std::string_view text) {
    for (const char c : text) {
        digest_ = (digest_ ^ static_cast<std::uint8_t>(c)) * 0x100000001b3ULL;
    }
}

void World::fault(std::string_view what) {
    mix(what);
    tell([&](Observer& observer) { observer.fault(*this, what); });
}

// ---- time ----------------------------------------------------------------------------------------------------------

MonotonicTime World::next_time() const {
    return std::min({agenda_.next(), hub_due_, committed_});
}

/// One thing that is due. What has arrived goes before the hub's timers (S9).
void World::step() {
    if (agenda_.next() <= now_) {
        agenda_.take()();
    } else if (committed_ <= now_) {
        end_commit();
    } else if (hub_ && hub_due_ <= now_) {
        hub_->handle_timeout(server_now());
        drain_hub();
    }
    ++steps_;
    mix(static_cast<std::uint64_t>(now_.since_origin.count()));
    tell([&](Observer& observer) { observer.stepped(*this); });
}

bool World::until(const std::function<bool()>& done, Duration at_most) {
    const MonotonicTime end = now_ + at_most;
    std::uint64_t standing_still = 0;
    while (!done()) {
        const MonotonicTime next = next_time();
        if (next > end) {
            now_ = end;
            return done();
        }
        standing_still = next <= now_ ? standing_still + 1 : 0;
        if (standing_still > kStandstillSteps + 100 * programs().size()) {
            report({"S11", "time stands still: something is always due", "world", now_});
            return false;
        }
        now_ = std::max(now_, next);
        try {
            step();
        } catch (const std::exception& error) {
            report({"core", std::string{"a brain threw: "} + error.what(), "world", now_});
            return false;
        }
    }
    return true;
}

void World::settle(Duration at_most) {
    heal();
    run(at_most);
    tell([&](Observer& observer) { observer.settled(*this); });
}

void World::heal() {
    fault("heal");
    disk_ = {};
    if (DiskSwitches* switches = store_->switches()) {
        *switches = {};
    }
    start_server();
    if (!hub_) {
        report({"S10", "the server does not start when all is well: " + not_started_, "world", now_});
    }
    heal_programs();
}

// ---- what observers are told of programs -----------------------------------------------------------------------------

void World::begin_line(int line, std::string_view words) {
    tell([&](Observer& observer) { observer.line_begins(*this, line, words); });
}

void World::wished(const Program& program, const client::Command& wish) {
    mix(program.name);
    mix(wish.index());
    tell([&](Observer& observer) { observer.wished(*this, program, wish); });
}

void World::started(const Program& program) {
    tell([&](Observer& observer) { observer.program_started(*this, program); });
}

void World::gone(const Program& program) {
    tell([&](Observer& observer) { observer.program_gone(*this, program); });
}

void World::said(const Program& program, std::string_view text) {
    tell([&](Observer& observer) { observer.client_said(*this, program, text); });
    if (!listeners_.empty()) {
        each_message(text, [&](const wire::ClientMessage& message) {
            for (Observer* listener : listeners_) {
                listener->message_said(*this, program, message);
            }
        });
    }
}

void World::heard(const Program& program, std::string_view text) {
    tell([&](Observer& observer) { observer.client_heard(*this, program, text); });
}

void World::told(const Program& program, const client::Event& event) {
    tell([&](Observer& observer) { observer.told(*this, program, event); });
}

}  // namespace workspace::sim
