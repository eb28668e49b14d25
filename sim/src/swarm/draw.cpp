#include <array>
#include <string>
#include <utility>
#include <vector>

#include "swarm/profile.hpp"
#include "world/chance.hpp"

namespace workspace::sim {

namespace {

constexpr std::int64_t kSecond = 1'000'000;  // times are in microseconds

class Draw {
public:
    Draw(std::uint64_t seed, const Profile& profile) : profile_(profile), chance_(seed, "swarm") {
        scenario_.title = "seed " + std::to_string(seed);
        scenario_.seed = seed;
        Population& there = scenario_.population;
        fill(there.people, "p", profile.people);
        fill(there.bots, "b", profile.bots);
        fill(there.workstations, "w", profile.workstations);
        fill(there.rooms, "r", profile.rooms);
        persons_ = there.people;
        persons_.insert(persons_.end(), there.bots.begin(), there.bots.end());
        rooms_ = there.rooms;
        if (chance_.one_in(static_cast<std::uint64_t>(profile.other_policy_one_in))) {
            scenario_.policy = chance_.one_in(2) ? core::ElsewherePolicy::reject : core::ElsewherePolicy::takeover;
        }
        if (chance_.one_in(static_cast<std::uint64_t>(profile.small_queue_one_in))) {
            scenario_.queue_bytes = 4096;
        }
        scenario_.sqlite = chance_.one_in(static_cast<std::uint64_t>(profile.sqlite_one_in));
    }
    Scenario run();

    // ---- for the table of deeds ----------------------------------------------------------------------------------------
    Draw& does(Phrase phrase, std::vector<Value> values = {}) {
        who_ = {chance_.of(scenario_.population.workstations)};
        return add(phrase, who_, std::move(values));
    }
    Draw& add(Phrase phrase, std::vector<std::string> who, std::vector<Value> values) {
        Statement statement;
        statement.who = std::move(who);
        statement.phrase = phrase;
        statement.values = std::move(values);
        scenario_.statements.push_back(std::move(statement));
        return *this;
    }
    Draw& again(Phrase phrase, std::vector<Value> values = {}) { return add(phrase, who_, std::move(values)); }
    Draw& wait(std::int64_t from_ms, std::int64_t to_ms) {
        return add(Phrase::wait, {}, {{{}, chance_.between(from_ms, to_ms) * 1000}});
    }
    [[nodiscard]] const std::vector<std::string>& last() const { return who_; }
    Value person() { return {chance_.of(persons_), 0}; }
    Value room() { return {chance_.of(rooms_), 0}; }
    Value workstation() { return {chance_.of(scenario_.population.workstations), 0}; }
    Value number(std::int64_t from, std::int64_t to) { return {{}, chance_.between(from, to)}; }
    Value ms(std::int64_t from, std::int64_t to) { return {{}, chance_.between(from, to) * 1000}; }
    Value text() { return {"hello " + std::to_string(++said_), 0}; }
    Value new_room() {
        rooms_.push_back("made" + std::to_string(++made_));
        return {rooms_.back(), 0};
    }
    bool one_in(std::uint64_t n) { return chance_.one_in(n); }
    [[nodiscard]] bool has_disk() const { return scenario_.sqlite; }

private:
    void fill(std::vector<std::string>& names, const std::string& stem, const Range& range) {
        const std::int64_t count = chance_.between(range.from, range.to);
        for (std::int64_t i = 1; i <= count; ++i) {
            names.push_back(stem + std::to_string(i));
        }
    }

    const Profile& profile_;
    Chance chance_;
    Scenario scenario_;
    std::vector<std::string> persons_;
    std::vector<std::string> rooms_;
    std::vector<std::string> who_;  ///< of the last deed
    std::int64_t made_ = 0;
    std::int64_t said_ = 0;
};

struct Deed {
    int always = 0;  ///< beside the weight that is drawn
    void (*what)(Draw&);
};

// Those that belong together stand together: a world that takes the one without the other still heals in the end.
/// Somebody is away while more is said than the gap that is filled on return holds (H3), and then looks at some of it (H1).
void miss_a_flood(Draw& d) {
    const Value room = d.room();
    d.does(Phrase::log_in_as, {d.person()});
    const std::vector<std::string> away = d.last();
    d.does(Phrase::log_in_as, {d.person()}).wait(1'000, 4'000);
    const std::vector<std::string> speaker = d.last();
    d.add(Phrase::say, speaker, {d.text(), room}).wait(500, 1'000);
    d.add(Phrase::go_dark, away, {}).add(Phrase::say_many, speaker, {d.number(400, 900), room}).wait(60'000, 150'000);
    d.add(Phrase::light_up, away, {}).wait(15'000, 40'000);
    for (std::int64_t loads = d.number(0, 3).number; loads > 0; --loads) {
        d.add(Phrase::load_older_before, away, {d.number(10, 60), room, d.number(50, 900)}).wait(500, 2'000);
    }
    d.add(Phrase::load_older, away, {d.number(1, 100), room});
}

/// A claim is under way for long, and is given up for another one (S5).
void claim_slowly(Draw& d) {
    const Value before = d.ms(100, 600);
    const Value within = d.ms(2000, 7000);
    d.does(Phrase::log_in_as, {d.person()}).wait(1'000, 20'000);
    d.again(Phrase::delay, {before, before}).again(Phrase::cut).wait(200, 900);
    d.again(Phrase::delay, {within, within}).wait(0, 600).again(Phrase::cut);
    d.again(Phrase::delay, {d.ms(1, 5), d.ms(5, 10)}).again(Phrase::reconnect).wait(5'000, 10'000);
}

/// Somebody logs in elsewhere while the holder's line is dead, and about to be back (S6).
void come_back_during_a_probe(Draw& d) {
    const Value person = d.person();
    d.does(Phrase::log_in_as, {person}).wait(15'000, 25'000);
    d.again(Phrase::go_dark).again(Phrase::cut).wait(2'000, 3'500);
    d.again(Phrase::light_up).again(Phrase::delay, {d.ms(50, 300), d.ms(50, 300)});
    d.does(Phrase::log_in_as, {person}).wait(3'000, 6'000);
}

/// Somebody logs in elsewhere while the holder's line is dead, and has not been noticed to be (S6).
void ask_a_silent_holder(Draw& d) {
    const Value person = d.person();
    d.does(Phrase::log_in_as, {person}).wait(1'000, 4'000);
    const std::vector<std::string> holder = d.last();
    d.add(Phrase::go_dark, holder, {}).wait(0, 3'000);
    d.does(Phrase::log_in_as, {person}).wait(9'000, 14'000).add(Phrase::light_up, holder, {});
}

/// An account is ended while somebody posts under it and somebody else logs in to it: the store gets to these last (S3, S13).
void end_while_it_is_used(Draw& d) {
    const Value person = d.person();
    const Value room = d.room();
    d.does(Phrase::log_in_as, {person}).wait(1'000, 6'000);
    const std::vector<std::string> speaker = d.last();
    d.add(Phrase::disk_takes, {}, {d.ms(50, 600)}).wait(0, 900);
    d.add(d.one_in(3) ? Phrase::account_locked : Phrase::password_changes, {person.text}, {});
    d.add(Phrase::say, speaker, {d.text(), room}).does(Phrase::log_in_as, {person}).wait(0, 2'000);
    d.add(Phrase::disk_heals, {}, {}).add(Phrase::account_unlocked, {person.text}, {});
}

/// Somebody is away for so long that the lease ends, and comes back when the account is used elsewhere (S12).
void come_back_to_an_account_in_use(Draw& d) {
    const Value person = d.person();
    d.does(Phrase::log_in_as, {person}).wait(1'000, 4'000);
    const std::vector<std::string> away = d.last();
    d.add(Phrase::go_dark, away, {}).wait(22'000, 40'000);
    d.does(Phrase::log_in_as, {person}).wait(500, 3'000);
    d.add(Phrase::light_up, away, {}).wait(5'000, 20'000);
}

/// What only a real disk does. It may end the server.
void break_disk(Draw& d) {
    if (!d.has_disk()) {
        return;
    }
    constexpr std::array kPhrases{
        Phrase::disk_kills_at_change, Phrase::disk_kills_at_change, Phrase::disk_fails_syncs, Phrase::disk_fails_writes,
        Phrase::server_loses_power,   Phrase::server_loses_power,   Phrase::disk_full};
    const Phrase phrase = kPhrases[static_cast<std::size_t>(d.number(0, kPhrases.size() - 1).number)];
    if (phrase == Phrase::disk_kills_at_change) {
        d.add(phrase, {}, {d.number(1, 60)});
    } else if (phrase == Phrase::disk_fails_syncs || phrase == Phrase::disk_fails_writes) {
        d.add(phrase, {}, {d.number(1, 3)});
    } else {
        d.add(phrase, {}, {});
    }
    d.wait(0, 2'000).add(Phrase::server_starts, {}, {});
}

/// What a failed sync left readable is not there any more when the power goes (M1).
void fail_a_sync_and_lose_power(Draw& d) {
    if (!d.has_disk()) {
        return;
    }
    const Value room = d.room();
    d.does(Phrase::log_in_as, {d.person()}).wait(500, 2'000);
    d.add(Phrase::disk_fails_syncs, {}, {d.number(1, 2)}).again(Phrase::say, {d.text(), room}).wait(500, 2'000);
    d.add(Phrase::server_starts, {}, {}).wait(500, 5'000).again(Phrase::say, {d.text(), room}).wait(100, 3'000);
    d.add(Phrase::server_loses_power, {}, {}).wait(0, 2'000).add(Phrase::server_starts, {}, {});
}

constexpr auto kDeeds = std::to_array<Deed>({
    {6, [](Draw& d) { const Value who = d.person(); d.does(Phrase::log_in_as, {who}); }},
    {0, [](Draw& d) { d.does(Phrase::log_in_with, {d.person(), {"wrong", 0}}); }},
    {1, [](Draw& d) { d.does(Phrase::log_out); }},
    {0, [](Draw& d) { d.does(Phrase::use_here); }},
    {0, [](Draw& d) { d.does(Phrase::quit); }},
    {1, [](Draw& d) { d.does(Phrase::start); }},
    {0, [](Draw& d) { d.does(Phrase::be_killed); }},
    {0, [](Draw& d) { d.does(Phrase::be_killed).again(Phrase::start); }},
    {0, [](Draw& d) { d.does(Phrase::be_reinstalled); }},
    {0, [](Draw& d) { d.does(Phrase::become_a_copy, {d.workstation()}); }},
    {0, [](Draw& d) { d.does(Phrase::cut); }},
    {0, [](Draw& d) { d.does(Phrase::reset); }},
    {0, [](Draw& d) { d.does(Phrase::go_dark); }},
    {0, [](Draw& d) { d.does(Phrase::go_dark_up); }},
    {0, [](Draw& d) { d.does(Phrase::go_dark_down); }},
    {1, [](Draw& d) { d.does(Phrase::light_up); }},
    {0, [](Draw& d) { d.does(Phrase::sleep); }},
    {1, [](Draw& d) { d.does(Phrase::wake); }},
    {0, [](Draw& d) { d.does(Phrase::stop_reading); }},
    {0, [](Draw& d) { d.does(Phrase::read_again); }},
    {0, [](Draw& d) { d.does(Phrase::delay, {d.ms(1, 20), d.ms(20, 3000)}); }},
    {0, [](Draw& d) { d.does(Phrase::bandwidth, {d.number(0, 20'000)}); }},
    {0, [](Draw& d) { d.does(Phrase::clock_faster, {d.number(1, 50'000)}); }},
    {0, [](Draw& d) { d.does(Phrase::wall_clock_forward, {{{}, d.number(1, 50).number * 3600 * kSecond}}); }},
    {3, [](Draw& d) { d.does(Phrase::say, {d.text(), d.room()}); }},
    {0, [](Draw& d) { d.does(Phrase::say_many, {d.number(2, 8), d.room()}); }},
    {0, [](Draw& d) { if (d.one_in(6)) { miss_a_flood(d); } }},
    {0, [](Draw& d) { if (d.one_in(3)) { claim_slowly(d); } }},
    {0, [](Draw& d) { if (d.one_in(3)) { come_back_during_a_probe(d); } }},
    {0, [](Draw& d) { if (d.one_in(3)) { ask_a_silent_holder(d); } }},
    {0, [](Draw& d) { if (d.one_in(2)) { end_while_it_is_used(d); } }},
    {0, [](Draw& d) { if (d.one_in(3)) { come_back_to_an_account_in_use(d); } }},
    {0, [](Draw& d) { d.does(Phrase::edit, {d.number(1, 6), d.room(), d.text()}); }},
    {0, [](Draw& d) { d.does(Phrase::remove, {d.number(1, 6), d.room()}); }},
    {0, [](Draw& d) { d.does(Phrase::react, {{"👍", 0}, d.number(1, 6), d.room()}); }},
    {0, [](Draw& d) { d.does(Phrase::read_up_to, {d.room(), d.number(1, 40)}); }},
    {0, [](Draw& d) { d.does(Phrase::load_older, {d.number(1, 100), d.room()}); }},
    {0, [](Draw& d) { d.does(Phrase::create_room, {d.new_room()}); }},
    {0, [](Draw& d) { d.does(Phrase::create_private_room, {d.new_room()}).again(Phrase::invite, {d.person(), d.room()}); }},
    {0, [](Draw& d) { const Value made = d.new_room(); d.does(Phrase::create_room, {made}).wait(100, 900); d.does(Phrase::archive, {made}).does(Phrase::say, {d.text(), made}); }},
    {0, [](Draw& d) { d.does(Phrase::talk_to, {d.person()}); }},
    {0, [](Draw& d) { d.does(Phrase::leave, {d.room()}); }},
    {0, [](Draw& d) { d.does(Phrase::join, {d.room()}); }},
    {0, [](Draw& d) { d.does(Phrase::archive, {d.room()}); }},
    {0, [](Draw& d) { d.does(Phrase::retry_posts); }},
    {0, [](Draw& d) { d.does(Phrase::discard_posts); }},
    {0, [](Draw& d) { d.does(Phrase::be_away, {d.text()}); }},
    {0, [](Draw& d) { d.does(Phrase::type_in, {d.room()}); }},
    {0, [](Draw& d) { d.add(d.one_in(2) ? Phrase::server_killed : Phrase::server_stops, {}, {}); }},
    {1, [](Draw& d) { d.add(Phrase::server_starts, {}, {}); }},
    {0, [](Draw& d) { d.add(Phrase::disk_fails, {}, {d.number(1, 4)}); }},
    {0, [](Draw& d) { d.add(Phrase::disk_takes, {}, {d.ms(3, 900)}); }},
    {0, [](Draw& d) { d.add(d.one_in(2) ? Phrase::disk_kills_before : Phrase::disk_kills_after, {}, {d.number(1, 6)}); }},
    {0, break_disk},
    {0, [](Draw& d) { if (d.one_in(2)) { fail_a_sync_and_lose_power(d); } }},
    {0, [](Draw& d) { d.add(Phrase::disk_heals, {}, {}); }},
    {0, [](Draw& d) { d.add(Phrase::password_changes, {d.person().text}, {}); }},
    {0, [](Draw& d) { d.add(Phrase::account_locked, {d.person().text}, {}); }},
    {0, [](Draw& d) { d.add(Phrase::account_unlocked, {d.person().text}, {}); }},
});

Scenario Draw::run() {
    constexpr std::array kWeights{0, 0, 1, 1, 3, 9};
    std::vector<std::size_t> hat;  // a deed is in it as often as it weighs
    for (std::size_t i = 0; i < kDeeds.size(); ++i) {
        hat.insert(hat.end(), static_cast<std::size_t>(kDeeds[i].always + chance_.of(kWeights)), i);
    }
    for (std::int64_t left = chance_.between(profile_.deeds.from, profile_.deeds.to); left > 0; --left) {
        kDeeds[chance_.of(hat)].what(*this);
        const bool is_long = chance_.one_in(static_cast<std::uint64_t>(profile_.long_pause_one_in));
        const Range& pause = is_long ? profile_.long_pause : profile_.pause;
        wait(pause.from, pause.to);
    }
    return std::move(scenario_);
}

}  // namespace

Scenario draw(std::uint64_t seed, const Profile& profile) {
    return Draw(seed, profile).run();
}

}  // namespace workspace::sim
