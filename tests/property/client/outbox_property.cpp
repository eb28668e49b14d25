#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <deque>
#include <map>

#include "support/property.hpp"
#include "workspace/testing/client_script.hpp"

/// The outbox against a server that refuses, loses answers and cuts as it likes, but keeps the rule of posting: once
/// by client id (M3), and not before its predecessor (M6).
namespace workspace::testing {
namespace {

using namespace core;
using namespace core::client;

class NaiveServer {
public:
    explicit NaiveServer(ClientScript& script) : script_(script) {}

    /// Takes what was sent; what was under way when the link broke may still have arrived.
    void collect() {
        while (auto post = script_.sent<wire::Post>()) {
            arrived_.push_back(std::move(*post));
        }
    }
    /// Handles the oldest one. `fault`: 0 stores and answers, 1 stores and loses the answer, 2 refuses for now.
    void answer_one(int fault) {
        if (arrived_.empty()) {
            return;
        }
        const wire::Post post = std::move(arrived_.front());
        arrived_.pop_front();
        const auto found =
            std::find_if(log.begin(), log.end(), [&](const auto& stored) { return stored.cid == post.cid; });
        if (fault == 2) {
            refuse(post, Refusal::store_failed);
        } else if (found == log.end() && post.prev && !stored(*post.prev)) {
            refuse(post, Refusal::held);
        } else if (found == log.end() && never_taken.contains(post.body)) {
            refuse(post, Refusal::bad_request);
        } else {
            const bool duplicate = found != log.end();
            const auto place = duplicate ? found - log.begin() : static_cast<std::ptrdiff_t>(log.size());
            if (!duplicate) {
                log.push_back(post);
            }
            if (fault == 0) {
                script_.says(wire::Posted{post.room, post.cid, MessageSeq{place + 1}, WallTime{}, duplicate});
            } else {
                cut();
            }
        }
    }
    /// The link breaks: of what had been sent, the first `heard` are still acted upon.
    void cut(int heard = 0) {
        collect();
        for (; heard > 0 && !arrived_.empty(); --heard) {
            const wire::Post post = std::move(arrived_.front());
            arrived_.pop_front();
            if ((!post.prev || stored(*post.prev)) && !stored(post.cid) && !never_taken.contains(post.body)) {
                log.push_back(post);
            }
        }
        arrived_.clear();
        script_.closes(std::nullopt);
        while (script_.phase() != Phase::connecting) {
            script_.pass(milliseconds{100});
        }
        script_.welcomes(welcome());
        script_.says(wire::PresenceSet{stamp(1, {1}), people({1})});
    }
    [[nodiscard]] bool idle() const { return arrived_.empty(); }

    std::vector<wire::Post> log;
    std::set<std::string> never_taken;

private:
    [[nodiscard]] bool stored(const ClientId& id) const {
        return std::any_of(log.begin(), log.end(), [&](const auto& post) { return post.cid == id; });
    }
    void refuse(const wire::Post& post, Refusal why) {
        script_.says(wire::PostRefused{post.room, post.cid, why, "no"});
    }

    ClientScript& script_;
    std::deque<wire::Post> arrived_;
};

PROPERTY(OutboxProperty, M3_M6_EachPostIsInTheLogOnceAndInOrder, 300) {
    ClientScript script{{}, wire::PresenceWish::people, *rc::gen::inRange<std::uint64_t>(1, 1'000'000)};
    script.goes_live();
    NaiveServer server{script};
    std::vector<std::string> said;
    const int steps = *rc::gen::inRange(1, 150);
    for (int i = 0; i < steps; ++i) {
        switch (*rc::gen::inRange(0, 10)) {
            case 0:
            case 1:
            case 2:
                said.push_back("post " + std::to_string(said.size()));
                if (*rc::gen::inRange(0, 10) == 0) {
                    server.never_taken.insert(said.back());
                }
                script.command(Say{RoomId{1}, said.back(), std::nullopt});
                break;
            case 3: server.cut(*rc::gen::inRange(0, 4)); break;
            case 4: server.answer_one(2); break;
            case 5: server.answer_one(1); break;
            case 6: script.pass(milliseconds{*rc::gen::inRange(0, 400)}); break;
            default: server.answer_one(0); break;
        }
        if (script.phase() != Phase::live) {
            server.cut();
        }
        script.says(wire::BeatAnswer{stamp(1, {1}), {}});
        server.collect();
    }
    // The world heals: everything that may be stored is, within bounded time.
    for (int i = 0; i < 2000 && script.client().outbox().size() > server.never_taken.size(); ++i) {
        server.collect();
        while (!server.idle()) {
            server.answer_one(0);
            server.collect();
        }
        script.pass(milliseconds{250});
        script.says(wire::BeatAnswer{stamp(1, {1}), {}});
    }
    std::vector<std::string> stored;
    for (const wire::Post& post : server.log) {
        stored.push_back(post.body);
    }
    std::erase_if(said, [&](const std::string& body) { return server.never_taken.contains(body); });
    RC_ASSERT(stored == said);
    RC_ASSERT(script.client().outbox().size() == server.never_taken.size());
    RC_ASSERT(script.outbox_on_disk().size() == server.never_taken.size());
    RC_ASSERT(script.broken() == std::vector<std::string>{});
}

}  // namespace
}  // namespace workspace::testing
