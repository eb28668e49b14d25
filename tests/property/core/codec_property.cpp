#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "message_maker.hpp"
#include "support/property.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::core::test {
namespace {

using wire::ClientMessage;
using wire::DecodeError;
using wire::ServerMessage;

Result<ClientMessage, DecodeError> decode(std::string_view line, const ClientMessage* /*direction*/) {
    return wire::decode_client_message(line);
}
Result<ServerMessage, DecodeError> decode(std::string_view line, const ServerMessage* /*direction*/) {
    return wire::decode_server_message(line);
}

template <class Message, std::size_t... I, class Check>
void for_each_type(MessageMaker& maker, const Check& check, std::index_sequence<I...> /*types*/) {
    (check(Message{maker.make<std::variant_alternative_t<I, Message>>()}), ...);
}

/// Calls `check` with one message of every type that the declarations have.
template <class Check>
void for_each_message(MessageMaker& maker, const Check& check) {
    for_each_type<ClientMessage>(maker, check, std::make_index_sequence<std::variant_size_v<ClientMessage>>{});
    for_each_type<ServerMessage>(maker, check, std::make_index_sequence<std::variant_size_v<ServerMessage>>{});
}

MessageMaker draw_maker() {
    return MessageMaker(*rc::gen::arbitrary<std::uint64_t>());
}

PROPERTY(CodecProperty, EveryMessageComesBackAsItWas, 150) {
    MessageMaker maker = draw_maker();
    for_each_message(maker, []<class Message>(const Message& message) {
        const std::string line = encode(message);
        RC_LOG() << line.substr(0, 2000) << '\n';
        RC_ASSERT(line.find('\n') == std::string::npos);
        const auto decoded = decode(line, static_cast<const Message*>(nullptr));
        RC_ASSERT((decoded ? std::string() : decoded.error().reason) == std::string());
        RC_ASSERT(encode(decoded.value()) == line);
    });
}

PROPERTY(CodecProperty, UnknownFieldsAreIgnored, 50) {
    MessageMaker maker = draw_maker();
    const std::string unknown =
        *rc::gen::element<std::string>(R"("zz":null)", R"("zz":[{"t":"bye"},1.5e9])", R"("zz":"\u0000")", R"("":{})");
    for_each_message(maker, [&]<class Message>(const Message& message) {
        const std::string line = encode(message);
        const auto decoded = decode("{" + unknown + "," + line.substr(1), static_cast<const Message*>(nullptr));
        RC_ASSERT(static_cast<bool>(decoded));
        RC_ASSERT(encode(decoded.value()) == line);
    });
}

/// Damages `line`: one byte changed, taken out or put in, or its end cut off.
std::string damaged(const std::string& line, Dice& dice) {
    std::string bad = line;
    const auto at = static_cast<std::size_t>(dice.below(std::ssize(line)));
    const char byte = dice.one_in(2) ? static_cast<char>(dice.below(256))
                                     : R"({}[]":,\019-.eE)"[static_cast<std::size_t>(dice.below(16))];
    switch (dice.below(4)) {
        case 0: bad.resize(at); break;
        case 1: bad.erase(at, 1); break;
        case 2: bad.insert(at, 1, byte); break;
        default: bad[at] = byte;
    }
    return bad;
}

PROPERTY(CodecProperty, DamageGivesAValueOrAnErrorAndNothingElse, 60) {
    MessageMaker maker = draw_maker();
    Dice dice(*rc::gen::arbitrary<std::uint64_t>());
    for_each_message(maker, [&]<class Message>(const Message& message) {
        const std::string line = encode(message);
        for (int i = 0; i < 40; ++i) {
            const auto decoded = decode(damaged(line, dice), static_cast<const Message*>(nullptr));
            if (decoded) {
                // Whatever was taken is a message like any other.
                const std::string canonical = encode(decoded.value());
                const auto again = decode(canonical, static_cast<const Message*>(nullptr));
                RC_ASSERT(again && encode(again.value()) == canonical);
            } else {
                RC_ASSERT(!decoded.error().reason.empty());
            }
            if (line.size() > 20'000) {
                break;  // one is enough of the large ones
            }
        }
    });
}

PROPERTY(CodecProperty, ATruncatedLineIsNeverTaken, 15) {
    MessageMaker maker = draw_maker();
    for_each_message(maker, []<class Message>(const Message& message) {
        const std::string line = encode(message);
        const std::size_t step = 1 + line.size() / 60;
        for (std::size_t size = 0; size < line.size(); size += step) {
            const auto decoded = decode(std::string_view(line).substr(0, size), static_cast<const Message*>(nullptr));
            RC_ASSERT(!decoded);
            RC_ASSERT(decoded.error().kind == DecodeError::Kind::not_json);
        }
    });
}

PROPERTY(CodecProperty, S8_NoSecretIsPrintedOrNamedInAnError, 100) {
    MessageMaker maker = draw_maker();
    wire::Resume resume = maker.make<wire::Resume>();
    const std::string refresh = resume.refresh.hex();
    RC_ASSERT(print(ClientMessage{resume}).find(refresh) == std::string::npos);
    std::string line = encode(ClientMessage{resume});
    line.replace(line.find(refresh), 1, "g");  // no longer hexadecimal
    const auto decoded = wire::decode_client_message(line);
    RC_ASSERT(!decoded);
    RC_ASSERT(decoded.error().reason == "resume.refresh must be 64 hexadecimal digits");
}

}  // namespace
}  // namespace workspace::core::test
