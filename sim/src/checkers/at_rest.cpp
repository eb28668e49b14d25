#include "checkers/at_rest.hpp"

namespace workspace::sim {

using namespace core;

namespace {

/// H1: what counts as held is held.
void without_holes(const Program& program, const client::RoomTimeline& timeline, const Complain& complain) {
    for (const Interval& interval : timeline.complete().intervals()) {
        for (std::int64_t seq = interval.from.value; seq <= interval.to.value; ++seq) {
            if (!timeline.events().contains(MessageSeq{seq})) {
                complain("H1", program.name + " takes a hole at " + std::to_string(seq) + " for held");
                return;
            }
        }
    }
}

/// H6: messages of others after the marker that are still there.
void unread(const Program& program, const Ledger::Log& log, const Complain& complain) {
    const auto shown = program.unread.find(log.room.id);
    if (shown == program.unread.end() || !shown->second.unread) {
        complain("H6", program.name + " does not know what is unread in " + log.room.name);
        return;
    }
    std::int64_t count = 0;
    for (const wire::Event& event : log.events) {
        const bool counts = event.kind == wire::EventKind::message && !event.deleted &&
                            event.author != program.session->account.id && event.seq > shown->second.read &&
                            event.seq > log.room.floor;
        count += counts ? 1 : 0;
    }
    if (count != *shown->second.unread) {
        complain("H6", program.name + " shows " + std::to_string(*shown->second.unread) + " unread in " +
                           log.room.name + ", and it is " + std::to_string(count));
    }
}

void judge_view(const Program& program, const Ledger::Log& log, const Complain& complain) {
    const client::RoomTimeline* timeline = program.client->timeline(log.room.id);
    const bool member = log.members.contains(program.session->account.id);
    if (!member || timeline == nullptr) {
        if (!member && timeline != nullptr) {
            complain("M5", program.name + " still holds " + log.room.name);
        } else if (member) {
            complain("H5", program.name + " does not know the room " + log.room.name);
        }
        return;
    }
    if (timeline->last().value != static_cast<std::int64_t>(log.events.size())) {
        complain("H5", program.name + " holds " + log.room.name + " up to " + std::to_string(timeline->last().value) +
                           " of " + std::to_string(log.events.size()));
    }
    for (const auto& [seq, event] : timeline->events()) {
        const auto at = static_cast<std::size_t>(seq.value);
        if (timeline->complete().contains(seq) && (at > log.events.size() || log.events[at - 1] != event)) {
            complain("M8", program.name + " shows another message " + std::to_string(seq.value) + " in " +
                               log.room.name + " than is stored");
        }
    }
    without_holes(program, *timeline, complain);
    unread(program, log, complain);
}

}  // namespace

void judge_views(const Stage& stage, const std::map<RoomId, Ledger::Log>& logs, const Complain& complain) {
    for (const auto& program : stage.programs()) {
        if (program->live() && program->session) {
            for (const auto& [id, log] : logs) {
                judge_view(*program, log, complain);
            }
        } else if (program->runs() && program->client->phase() != client::Phase::stopped &&
                   program->client->phase() != client::Phase::signed_out) {
            complain("H5", program->name + " is neither in nor told why, when all is well");
        }
    }
}

void judge_counts(const Stage& stage, std::int64_t people, const Complain& complain) {
    for (const auto& program : stage.programs()) {
        if (program->live() && program->client->connected_count() != people) {
            const auto shown = program->client->connected_count();
            complain("P5", program->name + " shows " + (shown ? std::to_string(*shown) : "nothing") +
                               " when all is quiet, and " + std::to_string(people) + " are connected");
        }
    }
}

void judge_outboxes(const Stage& stage, const Complain& complain) {
    for (const auto& program : stage.programs()) {
        if (!program->live()) {
            continue;
        }
        for (const client::OutboxEntry& entry : program->client->outbox()) {
            if (!program->refused.contains(entry.cid()) && entry.author == program->session->account.id) {
                complain("M7", program->name + " is live when all is quiet, and keeps a post to itself");
            }
        }
    }
}

}  // namespace workspace::sim
