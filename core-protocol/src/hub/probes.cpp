#include "probes.hpp"

#include <algorithm>
#include "workspace/core/base/zoo.hpp"

namespace workspace::core::hub {

namespace {

DeadlineKey deadline_of(ConnectionId claim) {
    return {DeadlineKind::probe, claim.value};
}

}  // namespace

void Probes::begin(ConnectionId claim, const std::vector<Lease>& holders) {
    Round round;
    for (const Lease& lease : holders) {
        Question question{lease.account, lease.epoch, std::nullopt};
        const LeaseRow* row = leases_.find(lease.account);
        Connection* holder = nullptr;
        if (row != nullptr && row->epoch == lease.epoch && row->connection) {
            holder = connections_.open(*row->connection);
        }
        if (holder == nullptr || zoo::has(zoo::Bug::silence_is_presumed)) {
            question.answered = false;
        } else {
            holder->probed_by.push_back(claim);
            if (holder->phase != Phase::granted) {
                connections_.say(*holder, wire::Probe{});
            }
        }
        round.push_back(question);
    }
    context_.deadlines.set(deadline_of(claim), context_.served() + context_.config.limits.probe);
    note_if_complete(claim, rounds_.insert_or_assign(claim, std::move(round)).first->second);
}

void Probes::ask_late(const Connection& holder) {
    if (!holder.probed_by.empty()) {
        connections_.say(holder, wire::Probe{});
    }
}

void Probes::settle(Connection& holder, bool answered) {
    if (holder.probed_by.empty() || !holder.binding || (answered && zoo::has(zoo::Bug::answer_is_not_heard))) {
        return;
    }
    const std::vector<ConnectionId> claims = std::exchange(holder.probed_by, {});
    for (const ConnectionId claim : claims) {
        const auto found = rounds_.find(claim);
        if (found == rounds_.end()) {
            continue;  // its deadline came first, or the claimant left
        }
        for (Question& question : found->second) {
            if (question.account == holder.binding->account && question.epoch == holder.binding->epoch) {
                question.answered = answered;
            }
        }
        note_if_complete(claim, found->second);
    }
}

void Probes::expired(ConnectionId claim) {
    const auto found = rounds_.find(claim);
    if (found == rounds_.end() || zoo::has(zoo::Bug::probe_never_ends)) {
        return;
    }
    for (Question& question : found->second) {
        question.answered = question.answered.value_or(false);
    }
    note_if_complete(claim, found->second);
}

void Probes::forget(ConnectionId claim) {
    rounds_.erase(claim);
    std::erase(complete_, claim);
    context_.deadlines.clear(deadline_of(claim));
}

void Probes::note_if_complete(ConnectionId claim, const Round& round) {
    const bool complete =
        std::all_of(round.begin(), round.end(), [](const Question& question) { return question.answered.has_value(); });
    if (complete && std::find(complete_.begin(), complete_.end(), claim) == complete_.end()) {
        complete_.push_back(claim);
    }
}

std::optional<Probes::Ready> Probes::take_ready() {
    if (complete_.empty()) {
        return std::nullopt;
    }
    Ready ready{complete_.front(), {}};
    for (const Question& question : rounds_.at(ready.claim)) {
        ready.evidence.push_back({question.account, question.epoch, *question.answered});
    }
    forget(ready.claim);
    return ready;
}

void Probes::digest(Hasher& hasher) const {
    for (const auto& [claim, round] : rounds_) {
        hasher.add(claim.value);
        for (const Question& question : round) {
            hasher.add(question.account.value);
            hasher.add(question.epoch.value);
            hasher.add(static_cast<std::uint64_t>(question.answered ? (*question.answered ? 2 : 1) : 0));
        }
    }
}

}  // namespace workspace::core::hub
