#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workspace/core/base/result.hpp"
#include "workspace/core/wire/messages.hpp"

/// Between bytes and messages. A frame is one or more JSON objects, one a line ('\n' between them, none needed at the
/// end); each has its type under "t" and the fields of its declaration, in any order. Unknown fields are ignored, of a
/// field that is there twice the last counts, null counts as missing; an unknown type is refused by name, a field that
/// is missing, of another type or out of its bounds refuses its message. A whole number is one without fraction and
/// exponent.
namespace workspace::core::wire {

/// Why a line could not be taken.
struct DecodeError {
    enum class Kind : std::uint8_t {
        not_json,      ///< not an object, not UTF-8, too deep: the protocol is broken, close
        unknown_type,  ///< refuse by name, go on
        bad_field,     ///< refuse, go on
    };
    Kind kind{};
    /// What to answer: `bad_request` or `unknown_type`; of a post, `too_long` or `empty` where its body is that.
    Refusal refusal = Refusal::bad_request;
    std::string reason;               ///< in words, naming type and field; never quotes a value (it may be a secret)
    std::optional<std::int64_t> req;  ///< of the refused message, where it could be read
    std::optional<ClientId> cid;      ///< likewise, of a refused post
    std::optional<RoomId> room;
};

/// Takes one line. Never throws; allocates in proportion to the line.
[[nodiscard]] Result<ClientMessage, DecodeError> decode_client_message(std::string_view line);
[[nodiscard]] Result<ServerMessage, DecodeError> decode_server_message(std::string_view line);

/// One line, without the newline. The order of the fields is that of the declaration (golden files depend on it).
[[nodiscard]] std::string encode(const ClientMessage& message);
[[nodiscard]] std::string encode(const ServerMessage& message);

/// The same with every secret replaced by "…": for transcripts and for logs.
[[nodiscard]] std::string print(const ClientMessage& message);
[[nodiscard]] std::string print(const ServerMessage& message);

/// Splits a frame into its lines; empty lines are skipped.
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view frame);

/// What the workstation's key signs (W1): "workspace.v1 claim\n" then challenge, hint and os_boot, as raw bytes.
[[nodiscard]] std::string claim_bytes(const Challenge& challenge, const WorkstationHint& hint, const OsBootId& os_boot);

/// The declarations as data, for docs, dictionaries and tests.
struct FieldInfo {
    std::string name;
    std::string type;  ///< "text", "number", "flag", "hex32" (digits), "person", "list of event", "one of a, b", …
    bool required = true;
    bool secret = false;
    Bounds bounds;  ///< bytes of a text, values of a number, elements of a list; kOwnBounds where that says nothing
    std::string meaning;
};
struct MessageInfo {
    std::string name;
    Direction direction{};  ///< of a message
    bool record = false;    ///< an object that messages are made of, not a message
    std::string meaning;
    std::vector<FieldInfo> fields;
};
/// Records first, then messages to the server, then messages to the client; each in the order of its declaration.
[[nodiscard]] const std::vector<MessageInfo>& declarations();

}  // namespace workspace::core::wire
