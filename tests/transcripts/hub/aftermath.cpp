#include "aftermath.hpp"

#include <algorithm>

#include "workspace/testing/hub_client.hpp"

namespace workspace::testing {

using namespace core;

namespace {

/// Longer than any lease lives without its connection: the grace after a restart is the longest.
constexpr Duration kQuiet = Limits{}.restart_grace + seconds{30};

using Sentences = std::vector<std::string>;

void check_leases(const HubWorld& world, Sentences& found) {
    const auto& leases = world.store().leases();
    const auto figures = world.hub().figures();
    const bool all_live = std::all_of(leases.begin(), leases.end(),
                                      [](const auto& entry) { return entry.second.state == LeaseState::live; });
    if (!all_live || figures.live != leases.size()) {
        found.push_back("S9: " + std::to_string(leases.size()) + " leases are left, and " +
                        std::to_string(figures.live) + " live connections");
    }
    if (figures.leases != leases.size()) {
        found.emplace_back("S1: the hub and the store do not hold the same leases");
    }
    if (world.hub().presence().now.count != world.store().connected_people()) {
        found.emplace_back("P1: the count is not the number of lease rows of people");
    }
    if (figures.store_requests != 0) {
        found.emplace_back("M1: the hub still waits for a store that has answered everything");
    }
}

void send_everybody_away(HubWorld& world, Sentences& found) {
    for (const auto& [connection, peer] : world.peers()) {
        world.cut(connection);
    }
    world.advance(kQuiet);
    if (!world.store().leases().empty()) {
        found.emplace_back("S9: a lease outlives its connection");
    }
    if (world.hub().figures().connections != 0) {
        found.emplace_back("the hub keeps connections that are gone");
    }
}

bool is_answered(const HubClient& client, const ClientId& cid) {
    const auto posted = client.last<wire::Posted>();
    const auto refused = client.last<wire::PostRefused>();
    const bool for_good = refused && refused->code != Refusal::store_failed && refused->code != Refusal::try_again;
    return (posted && posted->cid == cid) || for_good;
}

/// Whoever proves who they are gets in, can speak, and can leave.
void let_in(HubWorld& world, const StoredAccount& account, Sentences& found) {
    HubClient client(world, account.login, "computer of " + account.login + " afterwards");
    client.log_in({}, account.password);
    world.advance(seconds{1});
    if (!client.live()) {
        found.push_back("S6: " + account.login + " does not get in afterwards");
        return;
    }
    for (const auto& [room, log] : world.store().logs()) {
        const auto cid = id_of<ClientId>("afterwards, " + account.login + " in " + std::to_string(room.value));
        client.post(room, cid, "afterwards");
        if (!is_answered(client, cid)) {
            found.push_back("M1: " + account.login + " gets no answer to a post afterwards");
        }
    }
    client.log_out();
    if (!client.last<wire::LoggedOut>() || world.store().leases().contains(account.id)) {
        found.push_back("S4: " + account.login + " does not get out afterwards");
    }
}

}  // namespace

std::vector<std::string> aftermath(HubWorld& world) {
    Sentences found;
    world.keep_transcript(false);
    world.heal();
    world.advance(kQuiet);
    check_leases(world, found);
    send_everybody_away(world, found);
    const auto accounts = world.store().accounts();
    for (const auto& [id, account] : accounts) {
        if (!account.locked && id.value <= 10) {  // some transcripts have a thousand
            let_in(world, account, found);
        }
    }
    for (std::string& sentence : world.promises().lost(world.store())) {
        found.push_back(std::move(sentence));
    }
    found.insert(found.end(), world.broken().begin(), world.broken().end());
    return found;
}

}  // namespace workspace::testing
