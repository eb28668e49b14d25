#include "requests.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include "workspace/core/base/sometimes.hpp"
#include "workspace/core/base/zoo.hpp"

namespace workspace::core::hub {

namespace {

ReadResult slice_of(const StoreResult& result) {
    const auto* read = std::get_if<ReadResult>(&result);
    return read != nullptr ? *read : ReadResult{Refusal::store_failed};
}

std::string naming(RoomId room, Refusal code) {
    return "room " + std::to_string(room.value) + ": " + std::string{core::words_of(code)};
}

wire::SyncResult result_of(const SyncPlan& plan) {
    if (plan.reset) {
        return wire::SyncResult::reset;
    }
    if (plan.complete) {
        sometimes::reached(sometimes::Mark::gap_was_filled);
    } else {
        sometimes::reached(sometimes::Mark::gap_was_too_long);
    }
    return plan.complete ? wire::SyncResult::complete : wire::SyncResult::too_long;
}

/// The codec has made sure that exactly one of the three is there.
PageQuery query_of(const wire::Page& page) {
    if (page.before) {
        return {PageAnchor::before, *page.before, page.limit};
    }
    return page.after ? PageQuery{PageAnchor::after, *page.after, page.limit}
                      : PageQuery{PageAnchor::around, page.around.value_or(MessageSeq{}), page.limit};
}

}  // namespace

void Requests::on(Connection& connection, const wire::Beat& /*beat*/) {
    connections_.say(connection, wire::BeatAnswer{presence_.stamp(), rooms_.heads_since(connection)});
    connection.heads_told = zoo::has(zoo::Bug::heads_with_each_beat) ? 0 : rooms_.change();
    if (zoo::has(zoo::Bug::set_with_each_beat)) {
        presence_.answer_get(connections_, connection);
    }
    if (zoo::has(zoo::Bug::markers_with_each_beat)) {
        context_.ask_store(AwaitedMarkers{connection.id}, ReadMarkers{connection.binding->account, {}});
    }
}

void Requests::on(Connection& /*connection*/, const wire::Alive& /*alive*/) {}  // being heard was all

void Requests::on(Connection& connection, const wire::PresenceGet& /*get*/) {
    presence_.answer_get(connections_, connection);
}

// ---- rooms ---------------------------------------------------------------------------------------------------------

void Requests::on(Connection& connection, const wire::Sync& sync) {
    touch_active(connection);
    for (const wire::Cursor& cursor : sync.cursors) {
        sync_room(connection, cursor.room, cursor);
    }
    for (const RoomId room : sync.rooms) {
        sync_room(connection, room, std::nullopt);
    }
}

void Requests::sync_room(Connection& connection, RoomId room, const std::optional<wire::Cursor>& cursor) {
    const AccountId account = connection.binding->account;
    if (!rooms_.is_member(account, room)) {
        connections_.refuse(connection, Refusal::not_a_member, naming(room, Refusal::not_a_member));
    } else if (auto slice = rooms_.slice_from_memory(room, cursor)) {
        bring_up_to_date(connection, std::move(*slice));
    } else if (context_.store_is_full()) {
        connections_.refuse(connection, Refusal::try_again, naming(room, Refusal::try_again));
    } else {
        context_.ask_store(AwaitedSync{connection.id, room, cursor}, ReadSync{account, room, cursor});
    }
}

void Requests::synced(const AwaitedSync& asked, const StoreResult& result) {
    Connection* connection = connections_.open(asked.connection);
    if (connection == nullptr || !connection->binding) {
        return;
    }
    ReadResult read = slice_of(result);
    if (const auto* refusal = std::get_if<Refusal>(&read)) {
        connections_.refuse(*connection, *refusal, naming(asked.room, *refusal));
        return;
    }
    if (!rooms_.is_member(connection->binding->account, asked.room)) {
        connections_.refuse(*connection, Refusal::not_a_member, naming(asked.room, Refusal::not_a_member));
        return;
    }
    auto& slice = std::get<LogSlice>(read);
    rooms_.flush(asked.room);
    rooms_.learn(slice, asked.cursor);
    const wire::Room* published = rooms_.find(asked.room);
    if (published == nullptr || slice.room.head > published->head) {
        context_.broken.push_back("M4: a store's answer to `sync` runs ahead of what it had acknowledged");
        return;
    }
    if (slice.room.head < published->head) {
        sync_room(*connection, asked.room, asked.cursor);
        return;
    }
    bring_up_to_date(*connection, std::move(slice));
}

void Requests::bring_up_to_date(Connection& connection, LogSlice slice) {
    const RoomId room = slice.room.id;
    const Interval covered = slice.plan.interval;
    connections_.say(connection, wire::Synced{std::move(slice.room), result_of(slice.plan), covered.from, covered.to,
                                              std::move(slice.events), std::move(slice.touched)});
    rooms_.subscribe(connection, room);
}

void Requests::on(Connection& connection, const wire::Page& page) {
    touch_active(connection);
    const AccountId account = connection.binding->account;
    if (!rooms_.is_member(account, page.room)) {
        connections_.refuse(connection, Refusal::not_a_member, {}, page.req);
    } else if (context_.store_is_full()) {
        connections_.refuse(connection, Refusal::try_again, {}, page.req);
    } else {
        const PageQuery query = query_of(page);
        context_.ask_store(AwaitedPage{connection.id, page.req, page.room, query}, ReadPage{account, page.room, query});
    }
}

void Requests::paged(const AwaitedPage& asked, const StoreResult& result) {
    Connection* connection = connections_.open(asked.connection);
    if (connection == nullptr || !connection->binding) {
        return;
    }
    ReadResult read = slice_of(result);
    if (!rooms_.is_member(connection->binding->account, asked.room)) {
        read = Refusal::not_a_member;  // not any more: the store may have answered from before (M5)
    }
    if (const auto* refusal = std::get_if<Refusal>(&read)) {
        connections_.refuse(*connection, *refusal, {}, asked.req);
        return;
    }
    auto& slice = std::get<LogSlice>(read);
    Interval covered = slice.plan.interval;
    cut_to_fit(asked.query, covered, slice.events, kPageBytesMax);
    const wire::Room& room = slice.room;
    connections_.say(*connection, wire::PageResult{asked.req, room.id, room.epoch, room.floor, room.head, covered.from,
                                                   covered.to, std::move(slice.events)});
}

// ---- read markers, members -----------------------------------------------------------------------------------------

bool Requests::may_ask(const Connection& connection) {
    if (context_.store_is_full()) {
        connections_.refuse(connection, Refusal::try_again);
        return false;
    }
    return true;
}

void Requests::on(Connection& connection, const wire::Read& read) {
    touch_active(connection);
    const Binding& binding = *connection.binding;
    if (!rooms_.is_member(binding.account, read.room)) {
        connections_.refuse(connection, Refusal::not_a_member, naming(read.room, Refusal::not_a_member));
    } else if (may_ask(connection)) {
        context_.ask_store(AwaitedMarkers{connection.id},
                           MarkRead{LeaseFence{binding.epoch}, binding.account, read.room, read.epoch, read.seq});
    }
}

void Requests::on(Connection& connection, const wire::ReadsGet& get) {
    if (may_ask(connection)) {
        context_.ask_store(AwaitedMarkers{connection.id}, ReadMarkers{connection.binding->account, get.rooms});
    }
}

void Requests::marked(const AwaitedMarkers& asked, const StoreResult& result) {
    const Connection* connection = connections_.open(asked.connection);
    if (connection == nullptr || !connection->binding) {
        return;
    }
    const auto* answer = std::get_if<MarkersResult>(&result);
    if (answer == nullptr) {
        connections_.refuse(*connection, Refusal::store_failed);
    } else if (const auto* refusal = std::get_if<Refusal>(answer)) {
        connections_.refuse(*connection, *refusal);
    } else {
        connections_.say(*connection, wire::ReadMarkers{std::get<std::vector<wire::ReadMarker>>(*answer)});
    }
}

void Requests::on(Connection& connection, const wire::Typing& typing) {
    constexpr Duration kTypingSpacing = seconds{1};  // below kTypingEvery, for clocks and networks that are not exact
    const LeaseRow* row = leases_.find(connection.binding->account, connection.binding->epoch);
    if (row != nullptr && context_.served() >= connection.may_type && rooms_.is_member(row->account, typing.room)) {
        connection.may_type = context_.served() + kTypingSpacing;
        rooms_.broadcast(typing.room, wire::TypingNow{typing.room, {row->account, row->name}});
    }
}

void Requests::on(Connection& connection, const wire::RoomsGet& /*get*/) {
    const AccountId account = connection.binding->account;
    const LeaseRow* row = leases_.find(account);
    const bool guest = row != nullptr && row->guest;
    connections_.say(connection, wire::RoomsFound{guest ? std::vector<wire::Room>{} : rooms_.to_join(account)});
}

void Requests::on(Connection& connection, const wire::MembersGet& get) {
    const AccountId account = connection.binding->account;
    if (!rooms_.is_member(account, get.room)) {
        connections_.refuse(connection, Refusal::not_a_member, naming(get.room, Refusal::not_a_member));
    } else if (may_ask(connection)) {
        context_.ask_store(AwaitedMembers{connection.id, get.room}, ReadMembers{account, get.room});
    }
}

void Requests::listed(const AwaitedMembers& asked, const StoreResult& result) {
    const Connection* connection = connections_.open(asked.connection);
    if (connection == nullptr || !connection->binding) {
        return;
    }
    MembersResult members = Refusal::store_failed;
    if (const auto* answer = std::get_if<MembersResult>(&result)) {
        members = *answer;
    }
    if (!rooms_.is_member(connection->binding->account, asked.room)) {
        members = Refusal::not_a_member;
    }
    if (const auto* refusal = std::get_if<Refusal>(&members)) {
        connections_.refuse(*connection, *refusal, naming(asked.room, *refusal));
    } else {
        connections_.say(*connection,
                         wire::Members{asked.room, std::get<std::vector<wire::Person>>(std::move(members))});
    }
}

// ---- activity ------------------------------------------------------------------------------------------------------

void Requests::touch_active(const Connection& connection) {
    if (LeaseRow* row = leases_.find(connection.binding->account, connection.binding->epoch)) {
        row->active = context_.served();
    }
}

// ---- tokens --------------------------------------------------------------------------------------------------------

void Requests::on(Connection& connection, const wire::TokenGet& /*get*/) {
    const Binding& binding = *connection.binding;
    const Ticket ticket = context_.desk.open(AwaitedAccess{connection.id});
    context_.put(MintAccess{ticket, binding.account, binding.session, binding.epoch});
}

void Requests::minted(ConnectionId id, std::string access) {
    if (const Connection* connection = connections_.open(id); connection != nullptr && connection->binding) {
        connections_.say(*connection, wire::Token{std::move(access)});
    }
}

}  // namespace workspace::core::hub
