#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checkers/economy_bounds.hpp"
#include "scenario/phrases.hpp"
#include "workspace/core/base/time.hpp"
#include "workspace/core/session/admission.hpp"

namespace workspace::sim {

/// What fills a slot: names, texts and refusals are text; numbers and times (in microseconds) are numbers.
struct Value {
    std::string text;
    std::int64_t number = 0;
    bool operator==(const Value&) const = default;
};

/// `now`, `within 2 s`, `for 2 s`.
enum class When : std::uint8_t { now, within, during };

struct Statement {
    int line = 0;                  ///< in its file, from 1; 0 where it was not read from one
    std::vector<std::string> who;  ///< programs, or one account; empty for server, disk, world and count
    bool everyone = false;         ///< every program, instead of `who`
    Phrase phrase{};
    std::vector<Value> values;
    When when{};            ///< of an expectation
    core::Duration span{};  ///< of `within` and `for`

    /// Equal but for where they stand.
    [[nodiscard]] bool same_as(const Statement& other) const;
};

/// Who is there at the beginning.
struct Population {
    std::vector<std::string> people;
    std::vector<std::string> bots;
    std::vector<std::string> workstations;  ///< programs: `pc#2` is a second one on the computer `pc`
    std::vector<std::string> rooms;
    /// person, workstation: who logs in there with a bare `log in`.
    std::vector<std::pair<std::string, std::string>> at_home;
    bool operator==(const Population&) const = default;
};

/// A file, taken apart.
struct Scenario {
    std::string title;
    std::vector<std::string> rules;  ///< that it is about
    std::uint64_t seed = 1;
    bool deterministic = false;  ///< played against a real server it has to come to the same history
    core::ElsewherePolicy policy = core::ElsewherePolicy::ask;
    std::int64_t queue_bytes = 0;  ///< of the server, a connection; 0: its default
    bool sqlite = false;           ///< the server's own store on a disk that breaks, instead of a model of it
    EconomyBounds economy;
    Population population;
    std::vector<Statement> statements;
};

/// What is wrong with a text, for a person.
struct Mistake {
    int line = 0;
    int column = 0;
    std::string words;  ///< with the word that was meant, where there is one near
};

struct Parsed {
    Scenario scenario;
    std::vector<Mistake> mistakes;  ///< at most 20
};
[[nodiscard]] Parsed parse(std::string_view text);

/// The text of it: parse(print(s)) is s.
[[nodiscard]] std::string print(const Scenario& scenario);
[[nodiscard]] std::string print(const Statement& statement);

}  // namespace workspace::sim
