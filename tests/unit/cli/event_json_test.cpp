#include "workspace/cli/event_json.hpp"

#include <gtest/gtest.h>

#include "workspace/cli/exit_code.hpp"

namespace workspace::cli {
namespace {

namespace client = core::client;

core::ClientId cid(std::uint8_t number) {
    core::ClientId id;
    id.value.fill(number);
    return id;
}

constexpr core::MonotonicTime kNow{std::chrono::seconds{100}};

TEST(EventJson, ALivePhaseNamesTheAccount) {
    client::PhaseChanged change;
    change.phase = client::Phase::live;
    change.account = core::wire::Person{.id = {7}, .name = "Chloé"};
    change.login = "chloe";
    EXPECT_EQ(event_line(change, kNow),
              R"({"event":"phase","phase":"live","account":{"id":7,"name":"Chloé"},"login":"chloe"})");
}

TEST(EventJson, AWaitIsTold) {
    client::PhaseChanged change;
    change.phase = client::Phase::waiting;
    change.retry_at = kNow + std::chrono::milliseconds{1500};
    change.reason = "lost";
    EXPECT_EQ(event_line(change, kNow), R"({"event":"phase","phase":"waiting","retry_in_ms":1500,"reason":"lost"})");
    change.retry_at = core::MonotonicTime{};
    EXPECT_EQ(event_line(change, kNow), R"({"event":"phase","phase":"waiting","retry_in_ms":0,"reason":"lost"})");
}

TEST(EventJson, ARefusalSaysWhoHoldsIt) {
    client::PhaseChanged change;
    change.phase = client::Phase::stopped;
    change.stop = client::Stop{};
    change.stop->refusal = core::Refusal::session_elsewhere;
    change.stop->holder =
        core::wire::Holder{.account_name = "Alice", .workstation = "pc-1", .since_ms = 5000, .idle_ms = 100};
    change.stop->may_use_here = true;
    const auto line = event_line(change, kNow);
    EXPECT_NE(line.find(R"("refusal":"session_elsewhere")"), std::string::npos) << line;
    EXPECT_NE(line.find(R"("holder":{"account_name":"Alice","workstation":"pc-1","since_ms":5000,"idle_ms":100})"),
              std::string::npos)
        << line;
    EXPECT_NE(line.find(R"("may_use_here":true,"needs_password":false)"), std::string::npos) << line;
}

TEST(EventJson, ACloseHasNameAndNumber) {
    client::PhaseChanged change;
    change.phase = client::Phase::stopped;
    change.stop = client::Stop{};
    change.stop->close = core::CloseCode::superseded;
    EXPECT_EQ(event_line(change, kNow),
              R"({"event":"phase","phase":"stopped","stop":{"close":"superseded","close_code":4001,)"
              R"("may_use_here":false,"needs_password":false}})");
}

TEST(EventJson, P3_TheCountIsNullWhileItIsNotKnown) {
    client::PresenceChanged change;
    EXPECT_EQ(event_line(change, kNow), R"({"event":"presence","count":null,"people":[]})");
    change.count = 2;
    change.people = std::make_shared<const std::vector<core::wire::Person>>(
        std::vector<core::wire::Person>{{.id = {1}, .name = "Alice"}, {.id = {2}, .name = "Bruno"}});
    EXPECT_EQ(event_line(change, kNow),
              R"({"event":"presence","count":2,"people":[{"id":1,"name":"Alice"},{"id":2,"name":"Bruno"}]})");
}

TEST(EventJson, MessagesCarryWhatIsComplete) {
    client::MessagesAdded added;
    added.room = {3};
    added.events = {{.seq = {4},
                     .cid = cid(0xab),
                     .author = {1},
                     .author_name = "Alice",
                     .at = {1000},
                     .changed = {4},
                     .body = "line one\nline \"two\""}};
    added.complete = {{.from = {1}, .to = {2}}, {.from = {4}, .to = {4}}};
    added.head = {4};
    added.live = true;
    EXPECT_EQ(
        event_line(added, kNow),
        R"({"event":"messages","room":3,"live":true,"dropped_before":false,"events":[{"seq":4,)"
        R"("cid":"abababababababababababababababab","author":1,"author_name":"Alice","at":1000,)"
        R"("kind":"message","changed":4,"body":"line one\nline \"two\""}],"complete":[[1,2],[4,4]],"floor":0,"head":4})");
}

TEST(EventJson, PostsSayWhatBecameOfThem) {
    client::PostChanged change;
    change.room = {3};
    change.cid = cid(1);
    change.state = client::PostState::sent;
    change.post = core::wire::Post{{3}, cid(1), {}, "hi"};
    change.made = {12};
    change.seq = core::MessageSeq{9};
    EXPECT_EQ(event_line(change, kNow),
              R"({"event":"post","room":3,"cid":"01010101010101010101010101010101","state":"sent","made":12,)"
              R"("kind":"post","body":"hi","seq":9})");
    change.seq.reset();
    change.state = client::PostState::failed;
    change.why = core::Refusal::conflict;
    EXPECT_NE(event_line(change, kNow).find(R"("state":"failed")"), std::string::npos);
    EXPECT_NE(event_line(change, kNow).find(R"("why":"conflict")"), std::string::npos);
}

TEST(EventJson, TheOthersAreOneLineToo) {
    client::RoomsChanged rooms;
    rooms.rooms = {{.id = {3}, .name = "general", .epoch = {}, .floor = {0}, .head = {5}}};
    EXPECT_EQ(
        event_line(rooms, kNow),
        R"({"event":"rooms","rooms":[{"id":3,"name":"general","kind":"public","archived":false,"epoch":"0000000000000000","floor":0,"head":5}]})");
    EXPECT_EQ(event_line(client::Ended{}, kNow), R"({"event":"ended"})");
    EXPECT_EQ(event_line(client::RequestFailed{.why = core::Refusal::not_a_member, .reason = "no"}, kNow),
              R"({"event":"error","code":"not_a_member","reason":"no"})");
    EXPECT_EQ(warning_line("w"), R"({"event":"warning","reason":"w"})");
    EXPECT_EQ(started_line({.server = "s", .workstation = "w", .data_dir = "d"}),
              R"({"event":"started","format":1,"server":"s","workstation":"w","data_dir":"d"})");
}

TEST(ExitCode, TellsScriptsWhatToDo) {
    const auto refused = [](core::Refusal refusal) {
        client::Stop stop;
        stop.refusal = refusal;
        return exit_code_of(stop);
    };
    const auto closed = [](core::CloseCode code) {
        client::Stop stop;
        stop.close = code;
        return exit_code_of(stop);
    };
    EXPECT_EQ(refused(core::Refusal::bad_credentials), ExitCode::refused);
    EXPECT_EQ(refused(core::Refusal::session_ended), ExitCode::refused);
    EXPECT_EQ(refused(core::Refusal::session_elsewhere), ExitCode::held);
    EXPECT_EQ(refused(core::Refusal::workstation_busy), ExitCode::held);
    EXPECT_EQ(refused(core::Refusal::superseded), ExitCode::stopped);
    EXPECT_EQ(refused(core::Refusal::try_again), ExitCode::unreachable);
    EXPECT_EQ(closed(core::CloseCode::superseded), ExitCode::stopped);
    EXPECT_EQ(closed(core::CloseCode::password_changed), ExitCode::refused);
}

}  // namespace
}  // namespace workspace::cli
