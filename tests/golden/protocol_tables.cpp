#include "protocol_tables.hpp"

#include <array>
#include <functional>
#include <sstream>

#include "samples.hpp"
#include "workspace/core/base/errors.hpp"
#include "workspace/core/base/limits.hpp"
#include "workspace/core/presence/connected_set.hpp"

namespace workspace::core::test {
namespace {

using wire::FieldInfo;
using wire::MessageInfo;

std::string yes_or_dash(bool yes) {
    return yes ? "yes" : "—";
}

std::string type_and_bounds(const FieldInfo& field) {
    std::ostringstream words;
    words << field.type;
    const wire::Bounds bounds = field.bounds;
    if (bounds.max < bounds.min) {
        return words.str();
    }
    const bool exact = bounds.min == bounds.max;
    const bool any_number = bounds.max == wire::kAnyCount.max;
    words << ", ";
    if (any_number) {
        words << "from " << bounds.min;
    } else if (exact) {
        words << bounds.min;
    } else {
        words << bounds.min << " to " << bounds.max;
    }
    words << (field.type == "text" ? " bytes" : field.type.starts_with("list") ? " elements" : "");
    return words.str();
}

std::string fields_of(const MessageInfo& message) {
    if (message.fields.empty()) {
        return "No fields.\n\n";
    }
    std::ostringstream table;
    table << "| field | type | required | meaning |\n|---|---|---|---|\n";
    for (const FieldInfo& field : message.fields) {
        table << "| `" << field.name << "` | " << type_and_bounds(field) << " | " << yes_or_dash(field.required)
              << " | " << field.meaning << (field.secret ? " (secret)" : "") << " |\n";
    }
    return table.str() + "\n";
}

std::string declarations_where(const std::function<bool(const MessageInfo&)>& wanted) {
    std::ostringstream text;
    for (const MessageInfo& message : wire::declarations()) {
        if (wanted(message)) {
            text << "#### `" << message.name << "`\n\n";
            text << (message.meaning.empty() ? "" : message.meaning + "\n\n") << fields_of(message);
        }
    }
    return text.str();
}

std::string refusals() {
    std::ostringstream table;
    table << "| name | stops the client | may be tried again | in words |\n|---|---|---|---|\n";
    for (int i = 0; i <= static_cast<int>(Refusal::try_again); ++i) {
        const auto refusal = static_cast<Refusal>(i);
        table << "| `" << name_of(refusal) << "` | " << yes_or_dash(is_terminal(refusal)) << " | "
              << yes_or_dash(is_retryable(refusal)) << " | " << words_of(refusal) << " |\n";
    }
    return table.str();
}

/// What a client does about a close code. All of them: close_codes() asks for each that exists.
std::string advice_on(CloseCode code) {
    switch (code) {
        case CloseCode::normal: return "after `logged_out`, or the client's own close";
        case CloseCode::going_away: return "the server stops: reconnect, not before `closing.retry_ms`";
        case CloseCode::not_text: return "a binary frame was sent: a fault in the client";
        case CloseCode::not_utf8: return "a frame was not UTF-8: a fault in the client";
        case CloseCode::too_big: return "a frame was too long: a fault in the client";
        case CloseCode::superseded:
            return "the account was claimed again (S5, S6): show by whom, log in with the password to come "
                   "back";
        case CloseCode::revoked: return "the session was ended from elsewhere: log in with the password";
        case CloseCode::password_changed: return "log in with the new password";
        case CloseCode::refused: return "after `refused`, whose code decides";
        case CloseCode::logged_out: return "the session was logged out over REST: log in with the password";
        case CloseCode::evicted:
            return "another account took this workstation while the link was down (S7): a person may claim "
                   "again";
        case CloseCode::slow_reader: return "too much was waiting to be sent: reconnect, `resume`, `sync` (H2)";
        case CloseCode::silent: return "nothing was heard for 12 s (S9): reconnect, `resume`";
        case CloseCode::not_json: return "a line was not a JSON object, or nested too deep: a fault in the client";
        case CloseCode::unauthenticated: return "no claim within 10 s: reconnect when there is one to make";
        case CloseCode::flooding: return "far too many messages: reconnect, more slowly";
        case CloseCode::overloaded: return "too many connections: come back later";
        case CloseCode::store_failed: return "the server could not write: come back later";
    }
    return {};
}

std::string close_codes() {
    std::ostringstream table;
    table << "| code | name | stops the client | what it says to a client |\n|---|---|---|---|\n";
    for (int number = 1000; number < 5000; ++number) {
        if (const auto code = close_code_of(static_cast<std::uint16_t>(number))) {
            table << "| " << number << " | `" << name_of(*code) << "` | " << yes_or_dash(is_terminal(*code)) << " | "
                  << advice_on(*code) << " |\n";
        }
    }
    return table.str();
}

std::string in_words(Duration duration) {
    const auto ms = std::chrono::duration_cast<milliseconds>(duration).count();
    return ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms";
}

std::string limits() {
    const Limits defaults;
    std::ostringstream table;
    const auto row = [&](const std::string& what, const std::string& value, bool configurable = false) {
        table << "| " << what << " | " << value << (configurable ? " (default)" : "") << " |\n";
    };
    const auto bytes = [](std::size_t n) { return std::to_string(n) + " bytes"; };
    table << "| what | bound |\n|---|---|\n";
    row("one WebSocket message from a client", bytes(kClientFrameBytesMax));
    row("one WebSocket message from a server", bytes(kServerFrameBytesMax));
    row("newline-separated messages in one frame of a client", std::to_string(kMessagesPerFrameMax));
    row("nesting of JSON", std::to_string(kJsonDepthMax));
    row("body of a message", bytes(kBodyBytesMax));
    row("events in a page", std::to_string(kPageLimitMax));
    row("events a room in the answer to `sync`", std::to_string(kResumeEventsMax));
    row("bytes of bodies a room in the answer to `sync`", bytes(kResumeBytesMax));
    row("events of the newest page", std::to_string(kNewestPage));
    row("a beat every", in_words(kBeatEvery));
    row("a beat is answered within", in_words(kBeatAnswerWithin));
    row("changes of the connected set are gathered for", in_words(kPresenceGather));
    row("silence after which a connection is dead", in_words(defaults.silence), true);
    row("a detached lease ends after", in_words(defaults.grace), true);
    row("the same, after a restart of the server", in_words(defaults.restart_grace), true);
    row("a probe is answered within", in_words(defaults.probe), true);
    row("rounds of probing", std::to_string(kProbeRoundsMax));
    row("a takeover is confirmed within", in_words(defaults.nonce), true);
    row("from connecting to a claim", in_words(defaults.unauthenticated), true);
    row("messages a second of one client, sustained", std::to_string(defaults.messages_per_second), true);
    row("messages of one client in one burst", std::to_string(defaults.messages_burst), true);
    row("bytes that wait for a slow reader", bytes(defaults.queue_bytes), true);
    row("client: first pause before it reconnects, doubling", in_words(kReconnectFirst));
    row("client: longest pause before it reconnects", in_words(kReconnectMax));
    row("client: posts without an answer", std::to_string(kPostsInFlightMax));
    return table.str();
}

std::string hash_vectors() {
    std::ostringstream table;
    table << "| set of account ids | `hash` |\n|---|---|\n";
    for (const std::vector<std::int64_t>& ids :
         {std::vector<std::int64_t>{}, {1}, {2}, {1, 2}, {9007199254740991}, {1, 2, 9007199254740991}}) {
        ConnectedSet set;
        std::string names;
        for (const std::int64_t id : ids) {
            set.insert(AccountId{id}, "");
            names += (names.empty() ? "" : ", ") + std::to_string(id);
        }
        table << "| {" << names << "} | `" << hash_text(set.hash()) << "` |\n";
    }
    return table.str();
}

std::string signing() {
    const SigningVector vector = signing_vector();
    const std::string bytes = wire::claim_bytes(vector.challenge, vector.proof.hint, vector.proof.os_boot);
    std::vector<std::uint8_t> raw(bytes.begin(), bytes.end());
    std::ostringstream text;
    text << "```\nprivate key (seed)  000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
         << "public key          " << vector.proof.key.hex() << "\n"
         << "challenge           " << vector.challenge.hex() << "\n"
         << "hint                " << vector.proof.hint.hex() << "\n"
         << "os_boot             " << vector.proof.os_boot.hex() << "\n"
         << "signed bytes        " << to_hex(raw) << "\n"
         << "signature           " << vector.proof.signature.hex() << "\n```\n";
    return text.str();
}

}  // namespace

std::map<std::string, std::string> protocol_tables() {
    const auto messages = [](wire::Direction direction) {
        return declarations_where([=](const MessageInfo& m) { return !m.record && m.direction == direction; });
    };
    return {
        {"records", declarations_where([](const MessageInfo& m) { return m.record; })},
        {"to_server", messages(wire::Direction::to_server)},
        {"to_client", messages(wire::Direction::to_client)},
        {"refusals", refusals()},
        {"close_codes", close_codes()},
        {"limits", limits()},
        {"hash_vectors", hash_vectors()},
        {"signing", signing()},
    };
}

}  // namespace workspace::core::test
