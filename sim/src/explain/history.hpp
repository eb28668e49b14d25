#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "workspace/core/base/time.hpp"

namespace workspace::sim {

/// What happened in a run, as plain values: from here come the page (html.hpp) and the lines for a terminal (text.hpp).
/// All times are virtual, from the beginning of the run.
struct History {
    using Time = core::Duration;
    /// In place of a lane: of the whole world.
    static constexpr std::size_t kEverywhere = static_cast<std::size_t>(-1);

    /// The server is the first one, then each program.
    struct Lane {
        std::string name;
        std::string computer;  ///< of a program
    };

    enum class Kind : std::uint8_t {
        frame,       ///< a message, or a connection that is opened, on its way to another lane
        connection,  ///< a connection ends
        process,     ///< the server or a program begins or ends
        store,       ///< the server's disk has it
        wish,        ///< a person wants something
        told,        ///< a client tells its person something
        fault,       ///< something is done to the world
        broken,      ///< a rule does not hold
        line,        ///< a line of the scenario is played from here on
        note,
    };

    enum class Fate : std::uint8_t { unknown, arrived, lost };
    /// From the entry's lane to another one.
    struct Arrow {
        std::size_t to = 0;
        Fate fate = Fate::unknown;
        Time until{};  ///< of what arrived: when
    };

    struct Entry {
        Time at{};
        std::size_t lane = kEverywhere;
        Kind kind = Kind::note;
        bool minor = false;   ///< beats and the like: a picture may hide them
        std::string text;     ///< short
        std::string details;  ///< longer; may be empty
        std::optional<Arrow> arrow;
        std::string rule{};    ///< of a broken rule: `S1`, …
        std::size_t line = 0;  ///< of the scenario, where it is one
    };

    enum class Track : std::uint8_t {
        state,    ///< of a program its phase or that it does not run; of the server `up` or `down`
        trouble,  ///< asleep, dark network, full disk …
    };
    struct Band {
        std::size_t lane = 0;
        Track track = Track::state;
        std::string what;
        Time from{};
        Time to{};
    };

    /// A stretch of a lease that was live, or detached, all along.
    struct Lease {
        std::string account;
        std::string workstation;
        std::int64_t epoch = 0;
        bool live = false;
        std::size_t lane = kEverywhere;  ///< the program that holds it, where that is known
        Time from{};
        Time to{};
    };

    /// From here on so many are connected.
    struct Count {
        Time at{};
        std::int64_t people = 0;
        std::int64_t bots = 0;
    };

    std::vector<Lane> lanes;
    std::deque<Entry> entries;  ///< ascending by `at`
    std::uint64_t dropped = 0;  ///< entries that were left out; a note stands where
    std::vector<Band> bands;
    std::vector<Lease> leases;
    std::vector<Count> counts;  ///< ascending by `at`
    Time end{};
};

/// What a picture says of the run itself.
struct Heading {
    std::string title;
    std::uint64_t seed = 0;
    std::string replay;            ///< the command that does it again
    std::string scenario;          ///< its text
    std::size_t failing_line = 0;  ///< of the scenario, from 1; 0: none
};

}  // namespace workspace::sim
