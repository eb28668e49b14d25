#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "../core/message_maker.hpp"
#include "capture/disguise_all.hpp"
#include "capture/lines.hpp"
#include "capture/recorder.hpp"
#include "support/property.hpp"
#include "workspace/core/history/mentions.hpp"
#include "workspace/core/wire/codec.hpp"
#include "workspace/testing/fake_entropy.hpp"

namespace workspace::capture {
namespace {

using namespace core;
using core::test::MessageMaker;

using Names = std::set<std::string>;

Names set_of(const std::vector<std::string>& names) {
    return {names.begin(), names.end()};
}

/// Text of what matters to mentions, JSON and UTF-8, and of words.
std::string draw_text() {
    const auto parts = *rc::gen::container<std::vector<std::string>>(
        rc::gen::element<std::string>("@", "@alice", "@Alice.", "@all", "alice", "bob", "é", "€", " ", "\n", "\"", "\\",
                                      "\x01", ".", "-", "_", "(", "@@", "@bob@", "secret", "👍"));
    std::string text;
    for (const std::string& part : parts) {
        text += part;
    }
    return text;
}

PROPERTY(CaptureProperty, MentionsAreOfTheRedactedNames, 1000) {
    const std::string body = draw_text();
    const Redaction redaction;
    std::string hidden = body;
    redaction.text(hidden);
    Names expected;
    for (std::string name : mentioned_in(body)) {
        redaction.login(name);
        expected.insert(name);
    }
    RC_LOG() << body << '\n' << hidden << '\n';
    RC_ASSERT(set_of(mentioned_in(hidden)) == expected);
    RC_ASSERT(hidden.size() == body.size());
    const wire::ClientMessage before = wire::Post{RoomId{1}, {}, {}, body, {}};
    const wire::ClientMessage after = wire::Post{RoomId{1}, {}, {}, hidden, {}};
    RC_ASSERT(wire::encode(before).size() == wire::encode(after).size());
}

template <class Variant, std::size_t... I, class Check>
void for_each_type(MessageMaker& maker, const Check& check, std::index_sequence<I...> /*types*/) {
    (check(Variant{maker.make<std::variant_alternative_t<I, Variant>>()}), ...);
}

/// What is good stays good, and is as long, but for secrets and the words of errors.
PROPERTY(CaptureProperty, RedactedMessagesAreGoodMessages, 100) {
    MessageMaker maker(*rc::gen::arbitrary<std::uint64_t>());
    const Redaction redaction;
    for_each_type<wire::ClientMessage>(
        maker,
        [&](const wire::ClientMessage& message) {
            const std::string hidden = disguised_frame(redaction, wire::encode(message));
            RC_LOG() << hidden.substr(0, 1000) << '\n';
            const auto decoded = wire::decode_client_message(hidden);
            RC_ASSERT(static_cast<bool>(decoded));
            RC_ASSERT(decoded.value().index() == message.index());
            RC_ASSERT(wire::print(decoded.value()).size() == wire::print(message).size());
        },
        std::make_index_sequence<std::variant_size_v<wire::ClientMessage>>{});
}

/// A word that a person may write, of at least six letters: none is made of consonants alone.
std::string draw_word() {
    std::string word = *rc::gen::container<std::string>(8, rc::gen::inRange('a', static_cast<char>('z' + 1)));
    word[*rc::gen::inRange<std::size_t>(2, 6)] = *rc::gen::element('a', 'e', 'i', 'o', 'u', 'y');
    return word;
}

PROPERTY(CaptureProperty, NoPasswordAndNoTextIsInACapture, 300) {
    testing::FakeEntropy entropy(1);
    std::string capture;
    Recorder recorder(entropy, [&](std::string_view line) {
        capture.append(line) += '\n';
        return true;
    });
    std::vector<std::string> words;
    const auto word = [&] { return words.emplace_back(draw_word()); };
    wire::Room room;
    room.name = word();
    Lease lease;
    lease.account_name = word();
    lease.workstation_label = word();
    const StoredWorld world{{{room, {}}}, {lease}, {}, {{AccountId{1}, wire::Availability::busy, word(), {}}}};
    recorder.begin({}, world, {});
    const auto fed = [&](const hub::Input& input) { recorder.fed({}, input); };
    const auto said = [&](const wire::ClientMessage& message) {
        fed(hub::FrameArrived{ConnectionId{1}, wire::encode(message)});
    };
    said(wire::Login{word(), SecretText{word()}, {{}, {}, {}, word(), {}}, {}, {}});
    said(wire::Post{RoomId{1}, {}, {}, word() + " @" + word() + ", " + word(), {}});
    said(wire::Edit{RoomId{1}, {}, {}, MessageSeq{1}, word()});
    said(wire::React{RoomId{1}, {}, {}, MessageSeq{1}, word(), true});
    said(wire::CreateRoom{{}, wire::RoomKind::closed, word(), {word(), word()}});
    said(wire::Invite{RoomId{1}, {}, {}, word()});
    said(wire::StatusSet{wire::Availability::busy, word(), {}});
    for (const std::string& line :
         {word(), "{\"t\":\"" + word() + "\"}", "{\"t\":\"login\",\"password\":\"" + word() + "\"}",
          "{\"" + word() + "\":\"" + word() + "\"}"}) {
        fed(hub::FrameArrived{ConnectionId{1}, line});
    }
    wire::Event event;
    event.body = word();
    event.author_name = word();
    event.whom = wire::Person{AccountId{2}, word()};
    fed(hub::StoreAnswered{Ticket{1}, AppendResult{Appended{false, RoomId{1}, event, event, {}}}});
    Granted granted;
    granted.account.name = word();
    granted.login = word();
    fed(hub::StoreAnswered{Ticket{2}, Admitted{granted}});
    fed(hub::StoreAnswered{Ticket{3}, MembersResult{std::vector{wire::Person{AccountId{1}, word()}}}});
    fed(hub::StoreAnswered{Ticket{4}, StoreFailed{word()}});
    fed(hub::AccessMinted{Ticket{5}, word()});
    fed(hub::ApiEndAccount{Ticket{6}, AccountId{1}, LeaseCause::revoked, SecretText{word()}, {}});
    fed(hub::ApiPost{Ticket{7}, LeaseFence{}, AccountId{1}, wire::Post{RoomId{1}, {}, {}, word(), {}}});
    for (const std::string& one : words) {
        RC_LOG() << one << '\n';
        RC_ASSERT(capture.find(one) == std::string::npos);
    }
    RefreshToken token = draw_secret<RefreshToken>(recorder);
    RC_ASSERT(capture.find(token.hex()) == std::string::npos);
}

}  // namespace
}  // namespace workspace::capture
