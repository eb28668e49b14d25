#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "disk/disk_file.hpp"
#include "disk/sqlite_store.hpp"
#include "play/play.hpp"

namespace workspace::sim {
namespace {

using namespace core;

std::vector<std::uint8_t> bytes(std::size_t count, char of) {
    return std::vector<std::uint8_t>(count, static_cast<std::uint8_t>(of));
}

TEST(DiskFile, WhatWasSyncedSurvivesAPowerFailure) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        Chance chance(seed, "power");
        DiskFile file;
        file.write(0, bytes(3000, 'a'));
        file.sync();
        file.write(3000, bytes(3000, 'b'));
        file.lose_power(chance);
        ASSERT_GE(file.size(), 3000U) << "seed " << seed;
        for (std::size_t i = 0; i < 3000 / DiskFile::kSector * DiskFile::kSector; ++i) {
            ASSERT_EQ(file.content()[i], 'a') << "seed " << seed << ", byte " << i;
        }
    }
}

TEST(DiskFile, WhatWasNotSyncedIsLostAtTimesAndTornAtTimes) {
    bool lost = false;
    bool kept = false;
    bool torn = false;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        Chance chance(seed, "power");
        DiskFile file;
        file.write(0, bytes(8192, 'a'));
        file.sync();
        file.write(0, bytes(8192, 'b'));
        file.lose_power(chance);
        const auto changed = std::count(file.content().begin(), file.content().end(), static_cast<std::uint8_t>('b'));
        lost = lost || changed == 0;
        kept = kept || changed == 8192;
        torn = torn || (changed > 0 && changed < 8192);
        EXPECT_EQ(changed % static_cast<std::ptrdiff_t>(DiskFile::kSector), 0) << "a sector is written whole, or not";
    }
    EXPECT_TRUE(lost && kept && torn);
}

TEST(DiskFile, AFailedSyncLeavesWhatCanBeReadButNotKept) {
    Chance chance(1, "power");
    DiskFile file;
    file.write(0, bytes(512, 'a'));
    file.sync();
    file.write(0, bytes(512, 'b'));
    file.fail_sync();
    EXPECT_EQ(file.content()[0], 'b');
    file.sync();
    file.lose_power(chance);
    EXPECT_EQ(file.content()[0], 'a');
}

TEST(DiskFile, OneBitRots) {
    Chance chance(3, "rot");
    DiskFile file;
    file.write(0, bytes(9000, '\0'));
    file.rot(chance);
    EXPECT_EQ(std::count(file.content().begin(), file.content().end(), 0), 8999);
}

constexpr Now kNow{MonotonicTime{seconds{1000}}, WallTime{1'700'000'000'000}};

/// Grows the log of writes by one account a time until the disk breaks; how many were known to be there.
int add_accounts(SqliteStore& store, int most) {
    for (int i = 0; i < most; ++i) {
        try {
            store.add_account("p" + std::to_string(i), "p", false);
        } catch (const std::exception&) {
            return i;
        }
    }
    return most;
}

/// At each write, sync and truncation of a database's first minute, with and without power: what was said yes to is there.
TEST(SqliteStoreOnADisk, KilledAtAnyChangeItComesBackWithWhatItAcknowledged) {
    for (const bool power : {false, true}) {
        bool was_killed = true;
        for (std::uint64_t change = 1; was_killed; ++change) {
            SqliteStore store(change);
            store.switches()->kill_at = change;
            int known = 0;
            try {
                (void)store.start(kNow);
                known = add_accounts(store, 12);
            } catch (const std::exception&) {
                known = 0;
            }
            was_killed = store.dead();
            store.crash(power);
            ASSERT_NO_THROW((void)store.start(kNow)) << "change " << change;
            ASSERT_EQ(store.integrity(), "ok") << "change " << change;
            for (int i = 0; i < known; ++i) {
                ASSERT_TRUE(store.check_password("p" + std::to_string(i), "p")) << "change " << change << ", p" << i;
            }
        }
    }
}

TEST(SqliteStoreOnADisk, ABitThatTurnedOverIsAnswerOrWordsButNeverACrash) {
    int refused = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        SqliteStore store(seed);
        (void)store.start(kNow);
        (void)add_accounts(store, 30);
        store.close();
        for (int bits = 0; bits < 20; ++bits) {
            store.rot();
        }
        try {
            (void)store.start(kNow);
            refused += store.integrity() == "ok" ? 0 : 1;
        } catch (const std::runtime_error& error) {
            EXPECT_FALSE(std::string(error.what()).empty());
            ++refused;
        }
    }
    EXPECT_GT(refused, 30);
}

constexpr const char* kOnALyingDisk = R"(scenario "A disk that lies"
rules M1
store sqlite
people alice
workstations a
rooms general

a: log in as alice
within 5 s: a is live
disk: lie about syncs
a: say 20 messages in general
within 5 s: a has sent everything
server: lose power
disk: be well again
server: start
)";

TEST(SqliteStoreOnADisk, TheLedgerNoticesADiskThatLies) {
    const Parsed parsed = parse(kOnALyingDisk);
    ASSERT_TRUE(parsed.mistakes.empty());
    std::size_t noticed = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Outcome outcome = play(parsed.scenario, {.seed = seed});
        noticed += outcome.well() ? 0U : 1U;
    }
    EXPECT_GT(noticed, 10U);
}

}  // namespace
}  // namespace workspace::sim
