#include "capture/lines.hpp"

#include <sodium.h>
#include <array>

#include "capture/disguise_all.hpp"
#include "capture/to_json.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::capture {

namespace {

namespace json = boost::json;
namespace hub = core::hub;

// ---- writing -------------------------------------------------------------------------------------------------------

json::value json_of(const Begin& begin) {
    return json::object{{"capture", kFormat},
                        {"at", to_json(begin.now)},
                        {"config", to_json(begin.config)},
                        {"world", to_json(begin.world)}};
}

json::value json_of(const Fed& fed) {
    json::value input = fed.input ? to_json(*fed.input) : json::value("timeout");
    if (fed.input && std::holds_alternative<hub::FrameArrived>(*fed.input)) {
        json::array messages;
        for (const std::string_view line : core::wire::lines_of(fed.frame)) {
            messages.push_back(json::parse(line));
        }
        input.get_object().begin()->value().get_object()["messages"] = std::move(messages);
    }
    return json::object{{"in", std::move(input)}, {"at", to_json(fed.now)}};
}

json::value json_of(const Drew& drew) {
    const auto* bytes = std::get_if<0>(&drew.what);
    return json::object{
        {"drew", bytes != nullptr ? json::value(core::to_hex(*bytes)) : json::value(std::get<1>(drew.what))}};
}

json::value json_of(const Put& put) {
    json::object line{{"out", put.kind}};
    if (!put.hash.empty()) {
        line["hash"] = put.hash;
    }
    return line;
}

json::value json_of(const DigestIs& digest) {
    return json::object{{"digest", digest.digest}};
}

json::value json_of(const End& end) {
    return json::object{{"end", end.why}};
}

// ---- reading -------------------------------------------------------------------------------------------------------

Begin read_begin(const json::object& line) {
    FromJson from;
    int format = 0;
    from.member(line, "capture", format);
    if (format != kFormat) {
        throw Unreadable("it is a capture of form " + std::to_string(format) + "; this program reads form " +
                         std::to_string(kFormat));
    }
    Begin begin;
    from.member(line, "at", begin.now);
    from.member(line, "config", begin.config);
    from.member(line, "world", begin.world);
    return begin;
}

/// The messages become lines again, each whatever it is.
std::string read_frame(FromJson& from, const json::object& frame) {
    std::string text;
    const json::value* messages = frame.if_contains("messages");
    from.within("frame.messages", [&] {
        for (const json::value& message : messages != nullptr ? from.list(*messages) : json::array{}) {
            text += text.empty() ? "" : "\n";
            text += json::serialize(message);
        }
    });
    return text;
}

Fed read_fed(const json::object& line) {
    FromJson from;
    Fed fed;
    from.member(line, "at", fed.now);
    const json::value& input = line.at("in");
    if (const json::string* word = input.if_string(); word != nullptr && *word == "timeout") {
        return fed;
    }
    from.within("in", [&] {
        from.read(input, fed.input.emplace());
        if (std::holds_alternative<hub::FrameArrived>(*fed.input)) {
            fed.frame = read_frame(from, from.object(from.object(input).begin()->value()));
        }
    });
    return fed;
}

Drew read_drew(const json::value& drew) {
    if (drew.is_string()) {
        const std::string hex = FromJson{}.text(drew);
        std::vector<std::uint8_t> bytes(hex.size() / 2);
        if (!core::from_hex(hex, bytes)) {
            throw Unreadable("drew has not the right number of hexadecimal digits");
        }
        return {bytes};
    }
    std::uint64_t number = 0;
    FromJson from;
    from.within("drew", [&] { from.read(drew, number); });
    return {number};
}

Put read_put(const json::object& line) {
    FromJson from;
    Put put;
    std::optional<std::string> hash;
    from.member(line, "out", put.kind);
    from.member(line, "hash", hash);
    put.hash = hash.value_or(std::string{});
    return put;
}

std::string member_text(const json::object& line, std::string_view name) {
    std::string text;
    FromJson{}.member(line, name, text);
    return text;
}

json::value json_of(const hub::Output& output) {
    return std::visit([](const auto& known) { return json::value(to_json(known)); }, output);
}

}  // namespace

std::string text_of(const Line& line) {
    return json::serialize(std::visit([](const auto& known) { return json_of(known); }, line));
}

Line line_of(std::string_view text) {
    json::error_code failed;
    const json::value document = json::parse(text, failed);
    const json::object* line = failed ? nullptr : document.if_object();
    if (line == nullptr) {
        throw Unreadable("it is no JSON object");
    }
    if (line->contains("capture")) {
        return read_begin(*line);
    }
    if (line->contains("in")) {
        return read_fed(*line);
    }
    if (const json::value* drew = line->if_contains("drew")) {
        return read_drew(*drew);
    }
    if (line->contains("out")) {
        return read_put(*line);
    }
    if (line->contains("digest")) {
        return DigestIs{member_text(*line, "digest")};
    }
    if (line->contains("end")) {
        return End{member_text(*line, "end")};
    }
    throw Unreadable("it is no line of a capture");
}

Put put_of(const core::Disguise& disguise, const std::optional<hub::Output>& output) {
    if (!output) {
        return {};
    }
    const hub::Output shown = disguised(disguise, *output);
    const std::string text = json::serialize(json_of(shown));
    std::array<std::uint8_t, crypto_generichash_BYTES_MIN> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                       nullptr, 0);
    const auto name = [](const auto& known) { return NameOf<std::decay_t<decltype(known)>>::kValue; };
    return {std::string(std::visit(name, output.value())), core::to_hex(hash)};
}

std::string words_of(const std::optional<hub::Output>& output) {
    return output ? json::serialize(to_json(*output)) : "nothing";
}

DigestIs digest_of(const hub::Hub& hub, const core::Disguise& disguise) {
    std::array<std::uint8_t, 8> bytes{};
    for (std::uint64_t digest = hub.digest(disguise), i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::uint8_t>(digest >> (56 - 8 * i));
    }
    return {core::to_hex(bytes)};
}

}  // namespace workspace::capture
