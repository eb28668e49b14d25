#include <algorithm>
#include <array>
#include <type_traits>

#include "reader.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::core::wire {
namespace detail {
namespace {

DecodeError not_json(std::string reason) {
    DecodeError error;
    error.kind = DecodeError::Kind::not_json;
    error.reason = std::move(reason);
    return error;
}

/// What lets a sender pair the refusal with its request.
void identify(const json::object& object, DecodeError& error) {
    if (const json::value* req = object.if_contains("req"); req != nullptr && req->is_int64()) {
        const std::int64_t number = req->get_int64();
        if (kAnyCount.min <= number && number <= kAnyCount.max) {
            error.req = number;
        }
    }
    if (const json::value* room = object.if_contains("room"); room != nullptr && room->is_int64()) {
        const std::int64_t number = room->get_int64();
        if (kPositive.min <= number && number <= kPositive.max) {
            error.room = RoomId{number};
        }
    }
    if (const json::value* cid = object.if_contains("cid"); cid != nullptr && cid->is_string()) {
        error.cid = ClientId::from_hex(cid->get_string());
    }
}

DecodeError refused(const json::object& object, DecodeError::Kind kind, Refusal refusal, std::string reason) {
    DecodeError error;
    error.kind = kind;
    error.refusal = refusal;
    error.reason = std::move(reason);
    identify(object, error);
    return error;
}

template <class Message>
Refusal refusal_for(const Reader& reader) {
    if constexpr (IsPost<Message> && requires(Message message) { message.body; }) {
        if (reader.path() == "body" && reader.kind() == Reader::FaultKind::too_long) {
            return Refusal::too_long;
        }
        if (reader.path() == "body" && reader.kind() == Reader::FaultKind::too_short) {
            return Refusal::empty;
        }
    }
    return Refusal::bad_request;
}

template <class Message, class Variant>
Result<Variant, DecodeError> read(const json::object& object) {
    Message message;
    Reader reader;
    if (!reader.record(object, message)) {
        std::string reason(Message::kType);
        reason += '.' + reader.path() + ' ' + reader.what();
        return refused(object, DecodeError::Kind::bad_field, refusal_for<Message>(reader), std::move(reason));
    }
    return Variant(std::move(message));
}

/// What cannot be a message's name is not repeated: it goes into logs and into other people's terminals.
std::string words_of_unknown(std::string_view type) {
    constexpr std::size_t kNameLengthMax = 32;
    const bool name = !type.empty() && type.size() <= kNameLengthMax &&
                      std::all_of(type.begin(), type.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
    const std::string which = name ? "`" + std::string(type) + "`" : std::string("of that type");
    return "there is no message " + which + " in this direction and version";
}

/// Tries the alternatives one after the other; there are a dozen.
template <class Variant, std::size_t I = 0>
Result<Variant, DecodeError> read_as(std::string_view type, const json::object& object) {
    if constexpr (I == std::variant_size_v<Variant>) {
        return refused(object, DecodeError::Kind::unknown_type, Refusal::unknown_type, words_of_unknown(type));
    } else {
        using Message = std::variant_alternative_t<I, Variant>;
        if (type == Message::kType) {
            return read<Message, Variant>(object);
        }
        return read_as<Variant, I + 1>(type, object);
    }
}

template <class Variant>
Result<Variant, DecodeError> decode(std::string_view line) {
    std::array<unsigned char, 8192> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init):
                                             // written before read
    json::monotonic_resource memory(buffer.data(), buffer.size());
    json::parse_options options;
    options.max_depth = kJsonDepthMax;
    json::error_code failure;
    const json::value document = json::parse(line, failure, &memory, options);
    if (failure) {
        return not_json("not JSON: " + failure.message());
    }
    const json::object* object = document.if_object();
    if (object == nullptr) {
        return not_json("not a JSON object");
    }
    const json::value* type = object->if_contains("t");
    if (type == nullptr || !type->is_string()) {
        return refused(*object, DecodeError::Kind::bad_field, Refusal::bad_request, "t is missing, or is not text");
    }
    return read_as<Variant>(type->get_string(), *object);
}

}  // namespace
}  // namespace detail

Result<ClientMessage, DecodeError> decode_client_message(std::string_view line) {
    return detail::decode<ClientMessage>(line);
}

Result<ServerMessage, DecodeError> decode_server_message(std::string_view line) {
    return detail::decode<ServerMessage>(line);
}

}  // namespace workspace::core::wire
