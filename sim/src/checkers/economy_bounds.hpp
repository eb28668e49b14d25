#pragma once

#include <cstdint>
#include <optional>

#include "workspace/core/base/limits.hpp"

/// What things may cost. Each bound is what the protocol needs, counted out, and not what happens to be measured.
namespace workspace::sim {

/// `hello` and `welcome`, the claim, and three questions with their answers: who is there, how they are, what was read.
inline constexpr std::int64_t kLoginMessages = 9;
/// The question for one room and its answer; a room that is added asks for its read marker as well.
inline constexpr std::int64_t kLoginMessagesARoom = 2;
inline constexpr std::int64_t kLoginMessagesAnAddedRoom = 4;

/// Of an event on its way to one addressee, without what people wrote and are called: names of 21 fields, a client id
/// of 32 digits, two wall clocks of 13, and numbers.
inline constexpr std::int64_t kBytesAMessage = 320;

/// At once, then after 1/8, 1/4, 1/2, 1, 2, 4 and from then on at least 7.5 s: 13 attempts within a minute, and one more
/// on a clock that runs 5 % faster.
inline constexpr std::int64_t kAttemptsAMinute = 14;
/// A link that held for so long is tried anew from the beginning.
inline constexpr core::Duration kLinkHeld = core::seconds{9};

/// Between two beats a program asks the same question twice at most: when it becomes live, and once more.
inline constexpr int kQuestionsABeat = 2;
/// A claim is decided once, and again after each round of probing (S6).
inline constexpr int kDecisionsAClaim = 1 + core::kProbeRoundsMax;

/// Nobody wished anything and nothing broke for so long: longer than the longest grace (60 s, S10), a beat and the longest pause
/// between two attempts (15 s). From then on there are beats and their answers, and nothing else.
inline constexpr core::Duration kAtRestAfter = core::seconds{90};
/// An answer to a beat at rest: a boot id, a version, a count and a hash.
inline constexpr std::size_t kBytesABeatAtRest = 256;

/// What the head of a scenario says instead.
struct EconomyBounds {
    std::optional<std::int64_t> messages_a_login;
    std::optional<std::int64_t> bytes_a_message;
    std::optional<std::int64_t> attempts_a_minute;
    bool operator==(const EconomyBounds&) const = default;
};

}  // namespace workspace::sim
