#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "capture/from_json.hpp"
#include "workspace/core/hub/hub.hpp"

/// The lines of a capture: JSON objects, one a line, in the order in which it happened.
///
///   {"capture":1,"at":[…],"config":{…},"world":{…}}    the first: a hub is made
///   {"in":{"connected":{"connection":1}},"at":[…]}     an input; of a frame: with its "messages"
///   {"in":"timeout","at":[…]}                          handle_timeout()
///   {"drew":"c0ffee…"}  {"drew":17}                    randomness that the hub drew on the way: bytes, or a number
///   {"out":"send","hash":"…"}  {"out":"nothing"}       what poll() gave
///   {"digest":"…"}                                     the hub's, here
///   {"end":"stopped"}                                  the last: the server ended, or the capture was full
///
/// `at` is the monotonic clock in microseconds and the wall clock in milliseconds. What an input draws follows its line,
/// what a poll draws precedes it: draws are in the order in which they were made.
namespace workspace::capture {

inline constexpr int kFormat = 1;

struct Begin {
    core::Now now;
    core::hub::HubConfig config;
    core::StoredWorld world;
};
/// An input, with the text of a frame; without one, a timeout.
struct Fed {
    core::Now now;
    std::optional<core::hub::Input> input;
    std::string frame;
};
struct Drew {
    std::variant<std::vector<std::uint8_t>, std::uint64_t> what;
};
/// An output: its kind, and a hash of all of it. Nothing when there was none.
struct Put {
    std::string kind = "nothing";
    std::string hash;
    bool operator==(const Put&) const = default;
};
struct DigestIs {
    std::string digest;
};
struct End {
    std::string why;
};
using Line = std::variant<Begin, Fed, Drew, Put, DigestIs, End>;

/// Without the newline.
[[nodiscard]] std::string text_of(const Line& line);
/// Throws Unreadable.
[[nodiscard]] Line line_of(std::string_view text);

/// How an output stands in a capture. Of its texts the words about errors are left out.
[[nodiscard]] Put put_of(const core::Disguise& disguise, const std::optional<core::hub::Output>& output);
/// The same in full, for people.
[[nodiscard]] std::string words_of(const std::optional<core::hub::Output>& output);
[[nodiscard]] DigestIs digest_of(const core::hub::Hub& hub, const core::Disguise& disguise);

}  // namespace workspace::capture
