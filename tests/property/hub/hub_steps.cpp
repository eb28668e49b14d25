#include "hub_steps.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <variant>

namespace workspace::testing {

using namespace core;
using namespace std::chrono_literals;

namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(StepKind::kinds)> kStepNames{"log_in",
                                                                                             "resume",
                                                                                             "take_over",
                                                                                             "cut",
                                                                                             "go_silent",
                                                                                             "log_out",
                                                                                             "bye",
                                                                                             "post",
                                                                                             "sync",
                                                                                             "page",
                                                                                             "beat",
                                                                                             "wait",
                                                                                             "long_wait",
                                                                                             "store_fails",
                                                                                             "store_is_slow",
                                                                                             "store_is_fast",
                                                                                             "server_restarts",
                                                                                             "overflow",
                                                                                             "stall"};

std::string login_of(std::uint32_t person) {
    return "p" + std::to_string(person);
}

}  // namespace

std::string name_of(const Step& step) {
    return std::string{kStepNames.at(static_cast<std::size_t>(step.kind))} + "(" + std::to_string(step.who) + ", " +
           std::to_string(step.where) + ", " + std::to_string(step.amount) + ")";
}

HubPlay::HubPlay(std::uint64_t seed) : world_({.seed = seed, .close_takes = milliseconds{(seed % 3) * 40}}) {
    world_.keep_transcript(false);
    for (std::uint32_t person = 0; person < kPeople; ++person) {
        person == kPeople - 1 ? world_.add_bot(login_of(person)) : world_.add_person(login_of(person));
    }
    rooms_ = {world_.add_room("general"), world_.add_room("workshop")};
}

HubPlay::Seat* HubPlay::any_seat(std::uint32_t which) {
    return seats_.empty() ? nullptr : &seats_[seats_.size() - 1 - which % std::min<std::size_t>(seats_.size(), 6)];
}

HubPlay::Seat* HubPlay::live_seat(std::uint32_t which) {
    std::vector<Seat*> live;
    for (Seat& seat : seats_) {
        if (seat.client.live()) {
            live.push_back(&seat);
        }
    }
    return live.empty() ? nullptr : live[which % live.size()];
}

HubPlay::Seat& HubPlay::sit_down(const Step& step) {
    const std::uint32_t person = step.who % kPeople;
    const std::uint32_t workstation = step.where % kWorkstations;
    seats_.push_back({HubClient{world_, login_of(person), "w" + std::to_string(workstation)},
                      person,
                      workstation,
                      0,
                      false,
                      {},
                      {}});
    if (step.amount % 4 == 0) {
        seats_.back().client.wish = wire::PresenceWish::count;
    }
    return seats_.back();
}

void HubPlay::play(const Step& step) {
    switch (step.kind) {
        case StepKind::log_in: sit_down(step).client.log_in(); break;
        case StepKind::take_over: {
            Seat& seat = sit_down(step);
            const auto nonce = nonces_.find({seat.person, seat.workstation});
            seat.client.log_in(nonce == nonces_.end() ? std::nullopt : std::optional{nonce->second});
            break;
        }
        case StepKind::resume:
            if (const auto session = sessions_.find({step.who % kPeople, step.where % kWorkstations});
                session != sessions_.end()) {
                const wire::Welcome welcome = session->second;
                Seat& seat = sit_down(step);
                seat.automatic = step.amount % 3 != 0;
                seat.client.resume(welcome, seat.automatic ? wire::ClaimKind::automatic : wire::ClaimKind::person);
            }
            break;
        case StepKind::post: post(step); break;
        case StepKind::sync: sync(step); break;
        default: disturb(step);
    }
}

void HubPlay::post(const Step& step) {
    if (Seat* seat = live_seat(step.who)) {
        const RoomId room = rooms_[step.where % rooms_.size()];
        // Every fourth is a repeat of one that was tried before (M3).
        const std::uint64_t number = posts_ > 0 && step.amount % 4 == 0 ? step.amount % posts_ : posts_++;
        seat->client.post(room, id_of<ClientId>("post " + std::to_string(number)), "body " + std::to_string(number));
    }
}

void HubPlay::sync(const Step& step) {
    Seat* seat = live_seat(step.who);
    if (seat == nullptr) {
        return;
    }
    const RoomId room = rooms_[step.where % rooms_.size()];
    const StoredLog& log = world_.store().logs().at(room);
    const auto held = static_cast<std::size_t>(step.amount) % (log.events.size() + 1);
    if (held == 0) {
        seat->client.sync(room);
    } else {
        seat->client.sync(room, wire::Cursor{room, log.room.epoch, MessageSeq{static_cast<std::int64_t>(held)},
                                             log.events[held - 1].cid});
    }
}

void HubPlay::disturb(const Step& step) {
    Seat* seat = any_seat(step.who);
    const milliseconds amount{step.amount};
    switch (step.kind) {
        case StepKind::wait: world_.advance(amount % 700); return;
        case StepKind::long_wait: world_.advance(amount % 25'000); return;
        case StepKind::store_fails: world_.fail_store(static_cast<int>(step.amount % 3)); return;
        case StepKind::store_is_slow: world_.set_store_delay(amount % 900); return;
        case StepKind::store_is_fast: world_.set_store_delay({}); return;
        case StepKind::server_restarts: world_.restart(step.amount % 4); return;
        case StepKind::stall: world_.stall(amount % 30'000); return;
        default: break;
    }
    if (seat == nullptr) {
        return;
    }
    switch (step.kind) {
        case StepKind::cut: seat->client.cut(); break;
        case StepKind::go_silent: seat->client.go_silent(); break;
        case StepKind::log_out: seat->client.log_out(); break;
        case StepKind::bye: seat->client.bye(); break;
        case StepKind::page:
            seat->client.page_before(step.amount, rooms_[step.where % rooms_.size()], step.amount % 50, 10);
            break;
        case StepKind::beat: seat->client.beat(); break;
        case StepKind::overflow:
            if (!seat->client.peer().gone) {
                world_.handle(hub::Overflowed{seat->client.connection()});
            }
            break;
        default: break;
    }
}

// ---- the rules -----------------------------------------------------------------------------------------------------

std::string HubPlay::first_broken_rule() {
    if (!world_.broken().empty()) {
        return world_.broken().front();
    }
    for (Seat& seat : seats_) {
        if (std::string broken = look_at(seat); !broken.empty()) {
            return broken;
        }
        remember(seat);
    }
    std::string broken = check_leases();
    return broken.empty() ? check_logs() : broken;
}

std::string HubPlay::look_at(Seat& seat) {
    const auto& received = seat.client.peer().received;
    for (; seat.checked < received.size(); ++seat.checked) {
        if (std::string broken = look_at(seat, received[seat.checked]); !broken.empty()) {
            return broken;
        }
    }
    return {};
}

std::string HubPlay::look_at(Seat& seat, const wire::ServerMessage& message) {
    if (const auto* welcome = std::get_if<wire::Welcome>(&message)) {
        seat.stamp = welcome->presence;
    } else if (const auto* synced = std::get_if<wire::Synced>(&message)) {
        const auto known = seat.next.find(synced->room.id);
        if (known != seat.next.end() && known->second.value != synced->room.head.value + 1) {
            return "M4: `synced` of a room that is followed does not continue its events";
        }
        seat.next[synced->room.id] = {synced->room.head.value + 1};
    } else if (const auto* event = std::get_if<wire::EventMessage>(&message)) {
        const auto expected = seat.next.find(event->room);
        if (expected == seat.next.end()) {
            return "M5: an event of a room that the connection does not follow";
        }
        if (event->event.seq != expected->second) {
            return "M4: an event is missing, twice, or out of order";
        }
        ++expected->second.value;
    } else if (const auto* change = std::get_if<wire::PresenceChange>(&message)) {
        if (!seat.stamp || change->now.version.value != seat.stamp->version.value + 1) {
            return "P3: a gap in the versions that a client was sent";
        }
        seat.stamp = change->now;
    } else if (const auto* closing = std::get_if<wire::Closing>(&message)) {
        return displaced_by_a_person(seat, *closing) ? "" : "S12: an automatic claim displaced another workstation";
    } else if (const auto* answer = std::get_if<wire::BeatAnswer>(&message)) {
        if (!seat.stamp || answer->presence != *seat.stamp) {
            return "P3: a heartbeat answer is not what was last published";
        }
    }
    return {};
}

/// Whether the displacement that this `closing` speaks of, if any, is one that somebody asked for.
bool HubPlay::displaced_by_a_person(const Seat& seat, const wire::Closing& closing) const {
    if (!closing.by || closing.by->workstation == seat.client.workstation().label) {
        return true;
    }
    const auto newest = std::find_if(seats_.rbegin(), seats_.rend(), [&](const Seat& other) {
        return other.person == seat.person && other.client.workstation().label == closing.by->workstation &&
               other.client.refusal() == std::nullopt;
    });
    return newest == seats_.rend() || !newest->automatic;
}

void HubPlay::remember(Seat& seat) {
    const std::pair place{seat.person, seat.workstation};
    if (const auto welcome = seat.client.last<wire::Welcome>()) {
        const auto known = sessions_.find(place);
        if (known == sessions_.end() || known->second.epoch < welcome->epoch) {
            sessions_.insert_or_assign(place, *welcome);
        }
    }
    if (const auto refused = seat.client.last<wire::Refused>(); refused && refused->takeover) {
        nonces_.insert_or_assign(place, *refused->takeover);
    }
}

std::string HubPlay::check_leases() const {
    std::set<WorkstationKey> workstations;
    for (const auto& [account, lease] : world_.store().leases()) {
        if (!workstations.insert(lease.workstation).second) {
            return "S2: two leases on one workstation";
        }
    }
    std::set<std::uint32_t> live;
    for (const Seat& seat : seats_) {
        const bool listens = seat.client.live() && !seat.client.peer().deaf;
        if (listens && !live.insert(seat.person).second) {
            return "S1: one account is live twice";
        }
    }
    return {};
}

std::string HubPlay::check_logs() const {
    for (const RoomId room : rooms_) {
        std::set<std::pair<AccountId, ClientId>> posts;
        std::int64_t seq = 0;
        for (const wire::Event& event : world_.store().log(room)) {
            if (event.seq.value != ++seq) {
                return "M2: a gap in a log";
            }
            if (!posts.emplace(event.author, event.cid).second) {
                return "M3: a post is stored twice";
            }
        }
    }
    return {};
}

void HubPlay::settle() {
    world_.fail_store(0);
    world_.set_store_delay({});
    world_.advance(70s);
}

std::string HubPlay::first_unsettled() {
    std::size_t live = 0;
    for (const Seat& seat : seats_) {
        if (!seat.client.live() || seat.client.peer().deaf) {
            continue;
        }
        ++live;
        if (seat.client.shown_count() != world_.store().connected_people()) {
            return "P5: a live client shows another count than the lease table";
        }
    }
    if (world_.hub().presence().now.count != world_.store().connected_people()) {
        return "P1: the count is not the number of lease rows of people";
    }
    if (world_.store().leases().size() != live) {
        return "S9: a ghost lease is left, or a live client has none";
    }
    for (const auto& [id, log] : world_.store().logs()) {
        const auto rooms = world_.hub().rooms();
        const auto same = [&](const wire::Room& room) { return room.id == id && room.head == log.room.head; };
        if (std::none_of(rooms.begin(), rooms.end(), same)) {
            return "H5: the hub's head is not the log's";
        }
    }
    for (const Seat& seat : seats_) {
        if (!seat.client.live() || seat.client.peer().deaf) {
            continue;
        }
        for (const auto& [room, next] : seat.next) {
            if (next.value != world_.store().logs().at(room).room.head.value + 1) {
                return "H5: a client that follows a room has not got all of it";
            }
        }
    }
    return {};
}

}  // namespace workspace::testing
