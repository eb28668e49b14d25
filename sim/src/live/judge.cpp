#include "live/judge.hpp"

#include <set>
#include <utility>

namespace workspace::sim {

using namespace core;

namespace {

using Logs = std::map<RoomId, Ledger::Log>;

/// M2, M3
void judge_logs(const Logs& logs, const Complain& complain) {
    std::set<std::pair<AccountId, ClientId>> posts;
    for (const auto& [id, log] : logs) {
        std::int64_t last = log.room.floor.value;
        for (const wire::Event& event : log.events) {
            if (event.seq.value != ++last) {
                complain("M2", log.room.name + " has " + std::to_string(event.seq.value) + " where " +
                                   std::to_string(last) + " should be");
                last = event.seq.value;
            }
            if (!posts.insert({event.author, event.cid}).second) {
                complain("M3", log.room.name + " has message " + std::to_string(event.seq.value) + " a second time");
            }
        }
        if (last != log.room.head.value) {
            complain("M2", log.room.name + " ends with " + std::to_string(last) + ", and its head is " +
                               std::to_string(log.room.head.value));
        }
    }
}

/// M1, M3
void judge_acknowledged(const LiveStage& stage, const Logs& logs, const Complain& complain) {
    for (const LiveStage::Acknowledged& post : stage.acknowledged()) {
        const auto log = logs.find(post.room);
        const auto at = static_cast<std::size_t>(post.seq.value);
        const bool there = log != logs.end() && at >= 1 && at <= log->second.events.size() &&
                           log->second.events[at - 1].cid == post.cid;
        if (!there) {
            complain("M1",
                     "what " + post.program + " was told is stored as message " + std::to_string(at) + " is not there");
        }
    }
}

/// S1, S2, S9, P1: a lease is one of an account, of a computer, and of a program that is there.
void judge_leases(const LiveStage& stage, const Complain& complain) {
    std::set<AccountId> accounts;
    std::set<WorkstationKey> computers;
    for (const Lease& lease : stage.file().leases()) {
        if (!accounts.insert(lease.account).second) {
            complain("S1", lease.account_name + " has two leases");
        }
        if (!computers.insert(lease.workstation).second) {
            complain("S2", lease.workstation_label + " has two leases");
        }
        if (lease.state != LeaseState::live) {
            complain("S9", lease.account_name + " holds a lease without a connection, when all is quiet");
        }
    }
    std::set<AccountId> live;
    for (const auto& program : stage.programs()) {
        if (program->live() && program->session && !live.insert(program->session->account.id).second) {
            complain("S1", program->name + " is live with an account that is live elsewhere");
        }
    }
    if (accounts != live) {
        complain("P1",
                 std::to_string(accounts.size()) + " hold a lease, and " + std::to_string(live.size()) + " are live");
    }
}

}  // namespace

void judge(const LiveStage& stage, const Complain& complain) {
    const Logs logs = stage.file().logs();
    judge_logs(logs, complain);
    judge_acknowledged(stage, logs, complain);
    judge_leases(stage, complain);
    judge_views(stage, logs, complain);
    judge_counts(stage, stage.file().people(), complain);
    judge_outboxes(stage, complain);
}

}  // namespace workspace::sim
