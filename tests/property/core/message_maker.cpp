#include "message_maker.hpp"

#include <array>

namespace workspace::core::test {
namespace {

/// Some of each length in UTF-8, and those that JSON writes in its own way.
constexpr std::array<std::string_view, 16> kCharacters{"a",    "Z",    "0", " ", "\"", "\\",           "/", "\n", "\t",
                                                       "\x01", "\x7f", "é", "ß", "漢", "\xE2\x80\xA8", "😀"};

}  // namespace

void MessageMaker::value(wire::Bounds bounds, std::int64_t& out) {
    switch (dice_.below(4)) {
        case 0: out = bounds.min; break;
        case 1: out = bounds.max; break;
        default: out = bounds.min + dice_.below(bounds.max - bounds.min + 1);
    }
}

void MessageMaker::value(wire::Bounds /*bounds*/, Refusal& out) {
    out = static_cast<Refusal>(dice_.below(static_cast<int>(Refusal::try_again) + 1));
}

void MessageMaker::value(wire::Bounds /*bounds*/, CloseCode& out) {
    constexpr std::array kSome{CloseCode::normal,  CloseCode::going_away, CloseCode::superseded,
                               CloseCode::evicted, CloseCode::silent,     CloseCode::store_failed};
    out = kSome[static_cast<std::size_t>(dice_.below(std::ssize(kSome)))];
}

std::string MessageMaker::text(wire::Bounds bounds) {
    std::int64_t size = std::min(bounds.max, bounds.min + dice_.below(24));
    if (dice_.one_in(8)) {
        size = dice_.one_in(2) ? bounds.min : bounds.max;
    }
    std::string made;
    while (std::ssize(made) < size) {
        const std::string_view character = kCharacters[static_cast<std::size_t>(dice_.below(std::ssize(kCharacters)))];
        const bool fits = std::ssize(made) + std::ssize(character) <= size;
        made += fits ? character : "x";
    }
    return made;
}

void MessageMaker::mend(wire::Page& page) {
    const auto seq = MessageSeq{dice_.below(1000)};
    page.before.reset();
    page.after.reset();
    page.around.reset();
    switch (dice_.below(3)) {
        case 0: page.before = seq; break;
        case 1: page.after = seq; break;
        default: page.around = seq;
    }
}

void MessageMaker::mend(wire::CreateRoom& create) {
    if (create.kind == wire::RoomKind::direct) {
        create.name.clear();
        create.invite = {"somebody"};
    } else {
        create.name = "x" + create.name.substr(std::min<std::size_t>(1, create.name.size()));
        create.name = create.name.size() > kLabelBytesMax || (create.name.size() > 1 && (create.name[1] & 0xC0) == 0x80)
                          ? "x"
                          : create.name;
    }
}

}  // namespace workspace::core::test
