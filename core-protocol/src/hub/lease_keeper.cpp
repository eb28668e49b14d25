#include "lease_keeper.hpp"

#include <algorithm>
#include "workspace/core/base/sometimes.hpp"
#include "workspace/core/base/zoo.hpp"

namespace workspace::core::hub {

namespace {

/// A lease operation that the store could not commit is asked again after this long.
constexpr Duration kAskAgainAfter = std::chrono::seconds{1};

DeadlineKey deadline_of(AccountId account) {
    return {DeadlineKind::lease, static_cast<std::uint64_t>(account.value)};
}

}  // namespace

void LeaseKeeper::begin(const StoredWorld& world) {
    for (const Lease& lease : world.leases) {
        LeaseRow row;
        if (zoo::has(zoo::Bug::restart_forgets_leases)) {
            continue;
        }
        row.account = lease.account;
        row.name = lease.account_name;
        row.bot = std::find(world.bots.begin(), world.bots.end(), lease.account) != world.bots.end();
        row.workstation = lease.workstation;
        row.session = lease.session;
        row.epoch = lease.epoch;
        row.state = LeaseState::detached;
        row.lost_by = LeaseCause::server_restarted;
        row.grace_until = context_.served() + context_.config.limits.restart_grace;
        row.active = context_.served();
        sometimes::reached(sometimes::Mark::restart_found_leases);
        step(leases_.put(std::move(row)));
    }
}

void LeaseKeeper::granted(const Granted& granted, const WorkstationKey& workstation,
                          std::optional<ConnectionId> connection, LeaseCause cause) {
    const LeaseRow* before = leases_.find(granted.account.id);
    if (before != nullptr && !(before->epoch < granted.epoch)) {
        context_.broken.push_back("S3: the store granted an epoch that is not above the one before");
    }
    if ((before != nullptr) != granted.account_was_connected) {
        context_.broken.push_back("S1: the store and the hub disagree on whether an account was connected");
    }
    LeaseRow row;
    row.account = granted.account.id;
    row.name = granted.account.name;
    row.bot = granted.bot;
    row.guest = granted.guest;
    row.workstation = workstation;
    row.session = granted.session;
    row.epoch = granted.epoch;
    row.connection = connection;
    row.active = context_.served();
    context_.deadlines.clear(deadline_of(row.account));
    if (before == nullptr && !row.bot) {
        presence_.touch(row.account);
    }
    const LeaseRow& stored = leases_.put(std::move(row));
    notice(stored, cause);
    if (!connection && !zoo::has(zoo::Bug::grant_of_a_lost_claimant_stays)) {
        lost(stored.account, stored.epoch, LeaseCause::connection_closed);
    }
}

void LeaseKeeper::displaced(const Displacement& displacement) {
    ended(displacement.lease.account, displacement.lease.epoch, displacement.cause);
}

void LeaseKeeper::ended(AccountId account, Epoch epoch, LeaseCause cause) {
    if (const LeaseRow* row = leases_.find(account, epoch); row != nullptr) {
        end_row(*row, cause);
    } else {
        context_.broken.push_back("S7: the store ended a lease that the hub does not know");
    }
}

void LeaseKeeper::lost(AccountId account, Epoch epoch, LeaseCause cause) {
    LeaseRow* row = leases_.find(account, epoch);
    if (row == nullptr || zoo::has(zoo::Bug::lost_connection_keeps_its_lease)) {
        return;
    }
    row->connection.reset();
    row->lost_by = cause;
    row->grace_until = context_.served() + context_.config.limits.grace;
    if (zoo::has(zoo::Bug::grace_is_cut_short)) {
        row->grace_until = context_.served();
    }
    step(*row);
}

void LeaseKeeper::end(AccountId account, Epoch epoch, bool end_session, LeaseCause cause,
                      std::variant<std::monostate, ConnectionId, Ticket> asker) {
    context_.ask_store(AwaitedEnd{account, epoch, cause, asker},
                       EndLease{account, epoch, false, end_session, cause, context_.clock.now()});
}

void LeaseKeeper::step(LeaseRow& row) {
    const bool stuck = row.state == LeaseState::detached && zoo::has(zoo::Bug::detached_lease_never_ends);
    if (row.asked || row.connection || context_.stopping || stuck) {
        return;
    }
    if (row.state == LeaseState::live) {
        row.asked = true;
        context_.ask_store(AwaitedDetach{row.account, row.epoch},
                           Detach{row.account, row.epoch, row.lost_by, context_.clock.now()});
    } else if (context_.served() < row.grace_until) {
        later(row, row.grace_until);
    } else {
        row.asked = true;
        context_.ask_store(AwaitedEnd{row.account, row.epoch, LeaseCause::grace_over, {}},
                           EndLease{row.account, row.epoch, true, false, LeaseCause::grace_over, context_.clock.now()});
    }
}

void LeaseKeeper::later(const LeaseRow& row, MonotonicTime when) {
    context_.deadlines.set(deadline_of(row.account), when);
}

void LeaseKeeper::due(AccountId account) {
    if (LeaseRow* row = leases_.find(account); row != nullptr) {
        step(*row);
    }
}

void LeaseKeeper::detach_answered(const AwaitedDetach& asked, const StoreResult& result) {
    LeaseRow* row = leases_.find(asked.account, asked.epoch);
    if (row == nullptr) {
        sometimes::reached(sometimes::Mark::detach_was_overtaken);
        return;  // it was taken over or ended in the meantime
    }
    row->asked = false;
    const auto* changed = std::get_if<LeaseChanged>(&result);
    if (changed == nullptr) {
        sometimes::reached(sometimes::Mark::lease_operation_failed);
        later(*row, context_.served() + kAskAgainAfter);
    } else if (changed->applied) {
        row->state = LeaseState::detached;
        notice(*row, row->lost_by);
        step(*row);
    } else {
        context_.broken.push_back("S3: the store did not detach a lease that the hub holds for live");
        end_row(*row, row->lost_by);
    }
}

bool LeaseKeeper::end_answered(const AwaitedEnd& asked, const StoreResult& result) {
    LeaseRow* row = leases_.find(asked.account, asked.epoch);
    if (row == nullptr) {
        sometimes::reached(sometimes::Mark::logout_was_overtaken);
        return false;
    }
    const bool by_grace = std::holds_alternative<std::monostate>(asked.asker);
    if (by_grace) {
        row->asked = false;
    }
    const auto* changed = std::get_if<LeaseChanged>(&result);
    if (changed == nullptr) {
        if (by_grace) {
            later(*row, context_.served() + kAskAgainAfter);
        }
        return false;
    }
    if (!changed->applied) {
        context_.broken.push_back("S4: the store did not end a lease that the hub holds");
    }
    if (by_grace) {
        sometimes::reached(sometimes::Mark::grace_was_over);
    }
    end_row(*row, asked.cause);
    return changed->applied;
}

void LeaseKeeper::end_row(const LeaseRow& row, LeaseCause cause) {
    notice(row, cause);
    const AccountId account = row.account;
    if (!row.bot || zoo::has(zoo::Bug::bots_are_counted)) {
        presence_.touch(account);
    }
    context_.deadlines.clear(deadline_of(account));
    leases_.erase(account);
}

void LeaseKeeper::notice(const LeaseRow& row, LeaseCause cause) {
    context_.put(LeaseNotice{row.account, row.name, row.epoch, cause});
}

}  // namespace workspace::core::hub
