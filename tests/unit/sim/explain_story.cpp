#include "unit/sim/explain_story.hpp"

#include <array>
#include <cstddef>

#include "workspace/core/wire/codec.hpp"

namespace workspace::sim {

namespace {

namespace wire = core::wire;

wire::PresenceStamp stamp(std::int64_t version, std::int64_t count) {
    return {testing::id_of<core::BootId>("boot"), {version}, count, std::string(16, 'a')};
}

wire::Event event(std::int64_t seq, std::int64_t author, const std::string& name, const std::string& body) {
    wire::Event result;
    result.seq = {seq};
    result.cid = testing::id_of<core::ClientId>("post " + std::to_string(seq));
    result.author = {author};
    result.author_name = name;
    result.changed = {seq};
    result.body = body;
    return result;
}

wire::Post post(const std::string& body) {
    return {{1}, testing::id_of<core::ClientId>(body), std::nullopt, body, std::nullopt};
}

}  // namespace

ExplainStory::ExplainStory(std::size_t entries_max)
    : recorder_({[this] { return now_; }, [this] { return disk_; }}, entries_max) {}

/// A recorder looks at no world: this is the place where one could be.
const World& ExplainStory::world() const {
    alignas(World) static constexpr std::array<std::byte, sizeof(World)> kNone{};
    return *reinterpret_cast<const World*>(kNone.data());
}

Program& ExplainStory::program(const std::string& name, const std::string& computer) {
    Program& made = programs_.emplace_back(name, computer);
    recorder_.program_started(world(), made);
    phase(made, core::client::Phase::signed_out);
    return made;
}

void ExplainStory::start_server() {
    recorder_.server_started(world(), {});
}

core::ConnectionId ExplainStory::connect(Program& program) {
    recorder_.opens_socket(world(), program);
    phase(program, core::client::Phase::connecting);
    program.socket = ++last_connection_;
    pass(core::milliseconds{4});
    const core::ConnectionId connection{program.socket};
    recorder_.connected(world(), program, connection);
    answer(program, wire::Hello{1, testing::id_of<core::Challenge>("challenge"), testing::id_of<core::BootId>("boot"),
                                "workspace 0.1.0"});
    return connection;
}

void ExplainStory::say(Program& program, const wire::ClientMessage& message, bool arrives) {
    const std::string text = wire::encode(message);
    recorder_.client_said(world(), program, text);
    pass(core::milliseconds{6});
    if (arrives) {
        recorder_.frame_arrived(world(), program, core::ConnectionId{program.socket}, text);
    }
}

void ExplainStory::answer(const Program& program, const wire::ServerMessage& message) {
    recorder_.server_said(world(), {core::ConnectionId{program.socket}}, message);
    pass(core::milliseconds{3});
    if (!program.link.dark_down) {
        recorder_.frame_reached(core::ConnectionId{program.socket}, wire::encode(message));
    }
}

core::Lease ExplainStory::lease(const Program& program, std::int64_t account, const std::string& name,
                                std::int64_t epoch) {
    core::Lease result;
    result.account = {account};
    result.account_name = name;
    result.workstation = program.computer.key;
    result.workstation_label = program.computer.label;
    result.epoch = {epoch};
    return result;
}

void ExplainStory::grant(const Program& program, std::int64_t account, const std::string& name, std::int64_t epoch,
                         std::vector<core::Displacement> ends) {
    core::Admit claim;
    claim.claim.account = {account};
    claim.claim.workstation = program.computer.key;
    claim.workstation_label = program.computer.label;
    core::Granted granted;
    granted.account = {{account}, name};
    granted.login = name;
    granted.epoch = {epoch};
    granted.account_was_connected = !ends.empty();
    granted.ends = std::move(ends);
    recorder_.carried_out(world(), claim, core::Admitted{granted}, true);
}

void ExplainStory::phase(const Program& program, core::client::Phase phase) {
    core::client::PhaseChanged changed;
    changed.phase = phase;
    recorder_.told(world(), program, changed);
}

void ExplainStory::log_in(Program& program, std::int64_t account, const std::string& name, std::int64_t epoch) {
    recorder_.wished(world(), program, core::client::SignIn{name, core::SecretText{name}});
    connect(program);
    const auto proof = program.computer.prove(testing::id_of<core::Challenge>("challenge"));
    say(program, wire::Login{name, core::SecretText{"a secret"}, proof, std::nullopt, std::nullopt});
    pass(core::milliseconds{3});
    grant(program, account, name, epoch);
    wire::Welcome welcome;
    welcome.account = {{account}, name};
    welcome.login = name;
    welcome.epoch = {epoch};
    welcome.presence = stamp(account, account);
    answer(program, welcome);
    phase(program, core::client::Phase::live);
}

void ExplainStory::takeover(Program& first, Program& second) {
    recorder_.fault(world(), first.name + " goes dark");
    first.link.dark_up = first.link.dark_down = true;
    recorder_.stepped(world());
    pass(core::milliseconds{700});
    recorder_.wished(world(), first, core::client::Say{{1}, "is anybody there?", std::nullopt});
    say(first, post("is anybody there?"), false);

    recorder_.wished(world(), second, core::client::SignIn{"alice", core::SecretText{"alice"}});
    connect(second);
    const auto proof = second.computer.prove(testing::id_of<core::Challenge>("challenge"));
    say(second, wire::Login{"alice", core::SecretText{"a secret"}, proof, std::nullopt, std::nullopt});
    core::Admit claim;
    claim.claim.workstation = second.computer.key;
    claim.workstation_label = second.computer.label;
    const core::Lease held = lease(first, 1, "alice", 1);
    recorder_.carried_out(world(), claim, core::Admitted{core::ProbeFirst{{held}}}, true);
    answer(first, wire::Probe{});
    pass(core::seconds{2});
    grant(second, 1, "alice", 3, {{held, core::LeaseCause::superseded, true}});
    recorder_.server_closed(world(), core::ConnectionId{first.socket}, core::CloseCode::superseded);
    wire::Welcome welcome;
    welcome.account = {{1}, "alice"};
    welcome.login = "alice";
    welcome.epoch = {3};
    welcome.presence = stamp(3, 2);
    answer(second, welcome);
    phase(second, core::client::Phase::live);
}

void ExplainStory::logout(Program& program) {
    recorder_.wished(world(), program, core::client::SignOut{});
    say(program, wire::Logout{});
    pass(core::milliseconds{3});
    core::EndLease end;
    end.account = {2};
    end.epoch = {2};
    end.cause = core::LeaseCause::logout;
    recorder_.carried_out(world(), end, core::LeaseChanged{true}, true);
    answer(program, wire::LoggedOut{});
    recorder_.server_closed(world(), core::ConnectionId{program.socket}, core::CloseCode::normal);
    phase(program, core::client::Phase::signed_out);
}

void ExplainStory::tell_of_a_takeover(std::size_t more) {
    start_server();
    Program& first = program("pc-accueil", "pc-accueil");
    Program& second = program("pc-atelier", "pc-atelier");
    Program& bob = program("tablette", "tablette");
    std::vector<core::ConnectionId> all;
    log_in(first, 1, "alice", 1);
    log_in(bob, 2, "bob", 2);
    for (std::size_t i = 0; i < more; ++i) {
        const std::string number = std::to_string(i + 1);
        Program& other = program("p" + number, "w" + number);
        log_in(other, static_cast<std::int64_t>(i) + 10, "person " + number, 1);
        all.emplace_back(core::ConnectionId{other.socket});
    }
    all.emplace_back(core::ConnectionId{bob.socket});
    pass(core::seconds{5});
    say(first, wire::Beat{});
    answer(first, wire::BeatAnswer{stamp(2, 2), {}});
    recorder_.wished(world(), first, core::client::Say{{1}, std::string{kHostileBody}, std::nullopt});
    say(first, post("</script><script>alert(\"1\")</script> '<!-- &"));
    core::Append append;
    append.author = {1};
    append.post = post("</script><script>alert(\"1\")</script> '<!-- &");
    recorder_.carried_out(
        world(), append,
        core::AppendResult{core::Appended{false, {1}, event(1, 1, "alice", "hello"), std::nullopt, {}}}, true);
    answer(first, wire::Posted{{1}, testing::id_of<core::ClientId>("post"), {1}, {}, false});
    const wire::EventMessage told{{1}, event(1, 1, "alice", "</script> hello"), std::nullopt};
    recorder_.server_said(world(), all, told);
    pass(core::milliseconds{9});
    for (const core::ConnectionId connection : all) {
        recorder_.frame_reached(connection, wire::encode(told));
    }
    takeover(first, second);
    disk_.takes = core::milliseconds{300};
    recorder_.stepped(world());
    pass(core::seconds{1});
    logout(bob);
    broken_.push_back({"S4", "tablette was told logged_out, and bob's lease is still there", "leases", now()});
    pass(core::milliseconds{200});
    recorder_.stepped(world());
}

Heading ExplainStory::heading() {
    return {"S4: taken over elsewhere, then a logout", 7, "workspace-sim run taken-over.scn --seed 7",
            "# An account is taken over <elsewhere> & \"quoted\" </script>\n"
            "seed 7\n"
            "workstations pc-accueil, pc-atelier, tablette\n"
            "alice on pc-accueil logs in\n"
            "bob on tablette logs in\n"
            "cut pc-accueil -> server and back, silently\n"
            "after 1s alice on pc-atelier logs in\n"
            "within 3s alice is live on pc-atelier\n"
            "bob logs out\n"
            "always count <= 2\n",
            9};
}

}  // namespace workspace::sim
