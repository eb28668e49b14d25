// Any line, in both directions: what can be read is written and read again as the same message, and what is printed
// does not depend on any secret. An input that begins with a NUL byte says which message to make up instead.

#include <type_traits>

#include "support/forger.hpp"
#include "support/target.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::fuzz {
namespace {

using namespace core;
using wire::ClientMessage;
using wire::DecodeError;
using wire::ServerMessage;

constexpr int kMadeUpMax = 6;

Result<ClientMessage, DecodeError> decode(std::string_view line, const ClientMessage* /*direction*/) {
    return wire::decode_client_message(line);
}
Result<ServerMessage, DecodeError> decode(std::string_view line, const ServerMessage* /*direction*/) {
    return wire::decode_server_message(line);
}

// ---- other secrets in the place of those that are there -------------------------------------------------------------

template <class Record>
void change_secrets(Record& record);

template <class T>
void change(bool secret, T& value) {
    if constexpr (wire::detail::IsRecord<T>) {
        change_secrets(value);
    } else if constexpr (std::is_same_v<T, SecretText>) {
        value = SecretText{value.reveal() == "another" ? "yet another" : "another"};
    } else if constexpr (std::is_same_v<T, std::string>) {
        if (secret) {
            value += "0";
        }
    } else if constexpr (IsBytes<T>) {
        if (secret || std::is_same_v<T, RefreshToken>) {
            value.value[0] ^= 0xff;
        }
    }
}
template <class T>
void change(bool secret, std::optional<T>& value) {
    if (value) {
        change(secret, *value);
    }
}
template <class T>
void change(bool secret, std::vector<T>& values) {
    for (T& value : values) {
        change(secret, value);
    }
}
template <class Record>
void change_secrets(Record& record) {
    wire::detail::for_each_field<Record>([&](const auto& field) { change(field.secret, record.*field.member); });
}

// ---- what must hold -------------------------------------------------------------------------------------------------

template <class Message>
void check(const Message& message) {
    const std::string line = encode(message);
    explain(print(message));
    require(line.find('\n') == std::string::npos, "a message is one line");
    const auto again = decode(line, static_cast<const Message*>(nullptr));
    require(static_cast<bool>(again), "what was read and written cannot be read again");
    require(again.value().index() == message.index() && encode(again.value()) == line,
            "what was read and written is read as another message");
    Message other = message;
    std::visit([](auto& known) { change_secrets(known); }, other);
    require(print(other) == print(message), "print() shows something of a secret");
}

template <class Message>
void read(std::string_view line) {
    if (const auto decoded = decode(line, static_cast<const Message*>(nullptr))) {
        check(decoded.value());
    } else {
        const DecodeError& error = decoded.error();
        explain(error.reason);
        require(!error.reason.empty() && error.reason.size() <= kReasonBytesMax, "a refusal has words, and not many");
    }
}

void make_up(std::span<const std::uint8_t> bytes) {
    Choices choices(bytes);
    Pools pools;
    pools.add(std::string("0123456789abcdef"));
    Forger forger(choices, pools);
    for (int messages = 0; messages < kMadeUpMax && !choices.empty(); ++messages) {
        read<ClientMessage>(encode(forger.any<ClientMessage>()));
        read<ServerMessage>(encode(forger.any<ServerMessage>()));
    }
}

}  // namespace
}  // namespace workspace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace workspace;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (text.starts_with('\0')) {
        fuzz::make_up({data + 1, size - 1});
    } else {
        fuzz::read<core::wire::ClientMessage>(text);
        fuzz::read<core::wire::ServerMessage>(text);
        for (const std::string_view line : core::wire::lines_of(text)) {
            fuzz::read<core::wire::ClientMessage>(line);
        }
    }
    return 0;
}
