#include <map>

#include "checkers/checkers.hpp"
#include "world/world.hpp"

namespace workspace::sim {

using namespace core;

namespace {

class ViewChecker : public Checker {
public:
    explicit ViewChecker(const Ledger& ledger) : Checker("views", ledger) {}

    void told(const World& /*world*/, const Program& program, const client::Event& event) override {
        if (const auto* unread = std::get_if<client::UnreadChanged>(&event)) {
            unread_[{&program, unread->room}] = *unread;
        }
    }
    void program_started(const World& /*world*/, const Program& program) override {
        std::erase_if(unread_, [&](const auto& entry) { return entry.first.first == &program; });
    }

    void settled(const World& world) override {
        for (const auto& program : world.programs()) {
            if (program->live() && program->session) {
                for (const auto& [id, log] : ledger().logs()) {
                    compare(world, *program, log);
                }
            } else if (program->runs() && program->client->phase() != client::Phase::stopped &&
                       program->client->phase() != client::Phase::signed_out) {
                broken(world, "H5", program->name + " is neither in nor told why, when all is well");
            }
        }
    }

private:
    void compare(const World& world, const Program& program, const Ledger::Log& log) {
        const client::RoomTimeline* timeline = program.client->timeline(log.room.id);
        const bool member = log.members.contains(program.session->account.id);
        if (!member || timeline == nullptr) {
            if (!member && timeline != nullptr) {
                broken(world, "M5", program.name + " still holds " + log.room.name);
            } else if (member) {
                broken(world, "H5", program.name + " does not know the room " + log.room.name);
            }
            return;
        }
        if (timeline->last().value != static_cast<std::int64_t>(log.events.size())) {
            broken(world, "H5",
                   program.name + " holds " + log.room.name + " up to " + std::to_string(timeline->last().value) +
                       " of " + std::to_string(log.events.size()));
        }
        for (const auto& [seq, event] : timeline->events()) {
            const auto at = static_cast<std::size_t>(seq.value);
            if (timeline->complete().contains(seq) && (at > log.events.size() || log.events[at - 1] != event)) {
                broken(world, "M8",
                       program.name + " shows another message " + std::to_string(seq.value) + " in " + log.room.name +
                           " than is stored");
            }
        }
        without_holes(world, program, *timeline);
        unread(world, program, log);
    }

    /// H1: what counts as held is held.
    void without_holes(const World& world, const Program& program, const client::RoomTimeline& timeline) {
        for (const Interval& interval : timeline.complete().intervals()) {
            for (std::int64_t seq = interval.from.value; seq <= interval.to.value; ++seq) {
                if (!timeline.events().contains(MessageSeq{seq})) {
                    broken(world, "H1", program.name + " takes a hole at " + std::to_string(seq) + " for held");
                    return;
                }
            }
        }
    }

    /// H6: messages of others after the marker that are still there.
    void unread(const World& world, const Program& program, const Ledger::Log& log) {
        const auto shown = unread_.find({&program, log.room.id});
        if (shown == unread_.end() || !shown->second.unread) {
            broken(world, "H6", program.name + " does not know what is unread in " + log.room.name);
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
            broken(world, "H6",
                   program.name + " shows " + std::to_string(*shown->second.unread) + " unread in " + log.room.name +
                       ", and it is " + std::to_string(count));
        }
    }

    std::map<std::pair<const Program*, RoomId>, client::UnreadChanged> unread_;
};

}  // namespace

std::unique_ptr<Checker> make_view_checker(const Ledger& ledger) {
    return std::make_unique<ViewChecker>(ledger);
}

}  // namespace workspace::sim
