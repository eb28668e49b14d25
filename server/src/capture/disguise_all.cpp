#include "capture/disguise_all.hpp"

#include "capture/to_json.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::capture {

namespace {

namespace json = boost::json;
using core::wire::DecodeError;

void append_line(std::string& text, std::string_view line) {
    text += text.empty() ? "" : "\n";
    text += line;
}

/// Is refused as the line was that gave this error.
std::string faulty_line(const DecodeError& error) {
    if (error.kind == DecodeError::Kind::not_json) {
        return R"("not a message")";
    }
    json::object line;
    if (error.refusal == core::Refusal::too_long || error.refusal == core::Refusal::empty) {
        line["t"] = core::wire::Post::kType;
        line["body"] =
            error.refusal == core::Refusal::empty ? std::string{} : std::string(core::kBodyBytesMax + 1, 'x');
    } else if (error.kind == DecodeError::Kind::unknown_type) {
        line["t"] = "unknown";
    }
    if (error.req) {
        line["req"] = *error.req;
    }
    if (error.room) {
        line["room"] = error.room->value;
    }
    if (error.cid) {
        line["cid"] = error.cid->hex();
    }
    return json::serialize(line);
}

}  // namespace

std::string disguised_frame(const core::Disguise& disguise, std::string_view text) {
    std::string result;
    for (const std::string_view line : core::wire::lines_of(text)) {
        const auto message = core::wire::decode_client_message(line);
        append_line(result,
                    message ? core::wire::encode(disguised(disguise, message.value())) : faulty_line(message.error()));
    }
    return result;
}

std::string disguised_server_text(const core::Disguise& disguise, std::string_view text) {
    std::string result;
    for (const std::string_view line : core::wire::lines_of(text)) {
        const auto message = core::wire::decode_server_message(line);
        append_line(result, message ? core::wire::encode(disguised(disguise, message.value())) : "not a message");
    }
    return result;
}

}  // namespace workspace::capture
