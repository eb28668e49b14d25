#include "aftermath.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace workspace::testing::together {

using namespace core;
using client::PostState;

namespace {

/// Leases of programs that are gone have ended, and every client has tried again.
constexpr Duration kQuiet = std::chrono::minutes{3};

using Sentences = std::vector<std::string>;

void check_logs(World& world, Sentences& found) {
    for (const auto& [room, log] : world.store().logs()) {
        std::set<std::pair<AccountId, ClientId>> posts;
        for (const wire::Event& event : log.events) {
            if (!posts.emplace(event.author, event.cid).second) {
                found.push_back("M3: a post is stored twice in " + log.room.name);
            }
        }
    }
}

/// What a person has typed is on the server, or still in the outbox, or the person was told.
void check_outbox(const Program& program, Sentences& found) {
    if (!program.live()) {
        return;
    }
    for (const client::OutboxEntry& entry : program.outbox) {
        const bool told = std::any_of(program.posts.begin(), program.posts.end(), [&](const auto& post) {
            return post.cid == entry.cid() && post.state == PostState::failed;
        });
        if (!told) {
            found.push_back("M7: " + program.name + " is live, and keeps a post to itself");
        }
    }
}

}  // namespace

std::vector<std::string> aftermath(World& world) {
    world.heal();
    world.run(kQuiet);
    Sentences found = world.differences();
    check_logs(world, found);
    for (const auto& program : world.programs()) {
        check_outbox(*program, found);
    }
    for (std::string& sentence : world.promises().lost(world.store())) {
        found.push_back(std::move(sentence));
    }
    found.insert(found.end(), world.broken().begin(), world.broken().end());
    return found;
}

}  // namespace workspace::testing::together
