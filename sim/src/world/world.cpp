#include "world/world.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace workspace::sim {

using namespace core;

namespace {

constexpr std::size_t kBrokenMax = 20;
constexpr std::uint64_t kStandstillSteps = 200'000;
/// Looking at a whole state costs as much as the state is large.
constexpr std::size_t kSmallWorld = 24;

}  // namespace

World::World(const WorldOptions& options, std::unique_ptr<Store> store)
    : options_(options), store_(std::move(store)), server_entropy_(options.seed, "server") {}

World::~World() = default;

void World::report(Broken broken) const {
    const bool is_known = std::any_of(broken_.begin(), broken_.end(), [&](const Broken& other) {
        return other.rule == broken.rule && other.sentence == broken.sentence && other.checker == broken.checker;
    });
    if (!is_known && broken_.size() < kBrokenMax) {
        broken.at = now_;
        broken_.push_back(std::move(broken));
    }
}

AccountId World::person(const std::string& login, bool bot) {
    const AccountId id = store_->add_account(login, login, bot);
    people_[login] = id;
    return id;
}

RoomId World::room(const std::string& name) {
    return store_->add_room(name);
}

std::optional<AccountId> World::find_person(const std::string& login) const {
    const auto found = people_.find(login);
    return found == people_.end() ? std::nullopt : std::optional{found->second};
}

Program& World::program(const std::string& name, const std::string& computer) {
    auto made = std::make_unique<Program>(name, computer);
    made->seed = seed_of(options_.seed, "program " + name);
    Program& program = *programs_.emplace_back(std::move(made));
    by_name_[name] = &program;
    start(program);
    return program;
}

Program* World::find_program(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
}

bool World::is_sampled() const {
    return programs_.size() <= kSmallWorld || steps_ % (programs_.size() * 4) == 0;
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
        if (standing_still > kStandstillSteps + 100 * programs_.size()) {
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

void World::run(Duration duration) {
    (void)until([] { return false; }, duration);
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
    for (const auto& program : programs_) {
        program->link.delay_min = Link{}.delay_min;
        program->link.delay_max = Link{}.delay_max;
        program->link.bytes_per_second = 0;
        lighten(*program);
        read_again(*program);
        wake(*program);
        program->clock.run_at(0, now_);
        schedule(*program);
    }
}

}  // namespace workspace::sim
