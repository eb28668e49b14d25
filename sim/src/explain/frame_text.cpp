#include "explain/frame_text.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "explain/printable.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::sim {

namespace {

namespace json = boost::json;

constexpr std::size_t kValueCharactersMax = 32;
constexpr std::size_t kIdDigits = 6;

bool contains(const auto& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Fields that are the same in each frame of their type, or tell a reader nothing.
bool is_noise(std::string_view name) {
    static constexpr std::array<std::string_view, 18> kNoise{
        "t",         "at",          "challenge", "boot",    "server", "hash",    "key",  "hint",    "os_boot",
        "signature", "author_name", "since_ms",  "idle_ms", "floor",  "changed", "prev", "version", "session"};
    return contains(kNoise, name);
}

bool is_hex(std::string_view text) {
    return text.size() >= 16 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

void append(std::string& out, const json::object& object, const Names& names);

void append(std::string& out, std::string_view name, const std::string& value) {
    out.append(" ").append(name).append(" ").append(value);
}

void append(std::string& out, std::string_view name, std::string_view text) {
    if (text.empty()) {
        return;
    }
    if (is_hex(text)) {
        append(out, name, std::string{text.substr(0, kIdDigits)});
    } else if (name == "body" || name == "text" || name == "reason") {
        out.append(" “").append(shortened(printable(text), kValueCharactersMax)).append("”");
    } else if (text != "…" && !(name == "kind" && text == "message")) {
        append(out, name, shortened(printable(text), kValueCharactersMax));
    }
}

/// An account and a room by their names; of other numbers the digits.
void append_number(std::string& out, std::string_view name, std::int64_t number, const Names& names) {
    append(out, name,
           name == "room"     ? printable(names.of(core::RoomId{number}))
           : name == "author" ? printable(names.of(core::AccountId{number}))
                              : std::to_string(number));
}

/// A person by its name; of other records the fields.
void append_record(std::string& out, std::string_view name, const json::object& record, const Names& names) {
    if (record.size() == 2 && record.contains("id") && record.contains("name")) {
        append(out, name, std::string_view{record.at("name").as_string()});
        return;
    }
    out.append(name == "room" || name == "touched" ? " " + std::string{name} : "");
    append(out, record, names);
}

void append(std::string& out, std::string_view name, const json::value& value, const Names& names) {
    if (value.is_string()) {
        append(out, name, std::string_view{value.get_string()});
    } else if (value.is_bool()) {
        out.append(value.get_bool() ? " " : "").append(value.get_bool() ? name : "");
    } else if (value.is_int64()) {
        append_number(out, name, value.get_int64(), names);
    } else if (value.is_number()) {
        append(out, name, json::serialize(value));
    } else if (value.is_array() && !value.get_array().empty()) {
        append(out, name, "×" + std::to_string(value.get_array().size()));
    } else if (value.is_object()) {
        append_record(out, name, value.get_object(), names);
    }
}

void append(std::string& out, const json::object& object, const Names& names) {
    for (const auto& [name, value] : object) {
        if (!is_noise(name)) {
            append(out, std::string_view{name}, value, names);
        }
    }
}

template <class Message>
FrameText described(const Message& message, const Names& names) {
    const std::string line = core::wire::print(message);
    FrameText result;
    const std::string_view type = std::visit([](const auto& m) { return std::decay_t<decltype(m)>::kType; }, message);
    std::string text{type};
    append(text, json::parse(line).as_object(), names);
    result.text = shortened(text, FrameText::kTextCharactersMax);
    result.details = shortened(line, FrameText::kDetailsCharactersMax);
    static constexpr std::array<std::string_view, 4> kMinor{"beat", "beat_answer", "typing", "typing_now"};
    result.minor = contains(kMinor, type);
    return result;
}

}  // namespace

FrameText describe(const core::wire::ClientMessage& message, const Names& names) {
    return described(message, names);
}

FrameText describe(const core::wire::ServerMessage& message, const Names& names) {
    return described(message, names);
}

FrameText describe_client_line(std::string_view line, const Names& names) {
    const auto decoded = core::wire::decode_client_message(line);
    if (decoded) {
        return described(decoded.value(), names);
    }
    // Not quoted in the details: it may hold a secret.
    return {shortened("not a message: " + printable(decoded.error().reason), FrameText::kTextCharactersMax),
            std::to_string(line.size()) + " bytes", false};
}

}  // namespace workspace::sim
