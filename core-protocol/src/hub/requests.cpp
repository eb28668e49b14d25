#include "requests.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace workspace::core::hub {

namespace {

/// Why a body cannot be posted, if it cannot. (The codec has checked the bounds of what comes over a socket.)
std::optional<Refusal> refusal_of_body(std::string_view body) {
    if (body.size() > kBodyBytesMax) {
        return Refusal::too_long;
    }
    return body.find_first_not_of(" \t\r\n") == std::string_view::npos ? std::optional{Refusal::empty} : std::nullopt;
}

/// What the store made of a post; StoreFailed as the refusal that it is.
AppendResult result_of(const StoreResult& result) {
    const auto* appended = std::get_if<AppendResult>(&result);
    return appended != nullptr ? *appended : AppendResult{Refusal::store_failed};
}

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
    connection.heads_told = rooms_.change();
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
                                              std::move(slice.events)});
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
        context_.ask_store(AwaitedPage{connection.id, page.req}, ReadPage{account, page.room, query_of(page)});
    }
}

void Requests::paged(const AwaitedPage& asked, const StoreResult& result) {
    Connection* connection = connections_.open(asked.connection);
    if (connection == nullptr || !connection->binding) {
        return;
    }
    ReadResult read = slice_of(result);
    if (const auto* refusal = std::get_if<Refusal>(&read)) {
        connections_.refuse(*connection, *refusal, {}, asked.req);
        return;
    }
    auto& [room, plan, events] = std::get<LogSlice>(read);
    connections_.say(*connection, wire::PageResult{asked.req, room.id, room.epoch, room.floor, room.head,
                                                   plan.interval.from, plan.interval.to, std::move(events)});
}

// ---- posts ---------------------------------------------------------------------------------------------------------

void Requests::on(Connection& connection, const wire::Post& post) {
    touch_active(connection);
    const Binding& binding = *connection.binding;
    if (const auto refusal = refusal_of_body(post.body)) {
        connections_.refuse_post(connection, post.room, post.cid, *refusal);
    } else if (!rooms_.is_member(binding.account, post.room)) {
        connections_.refuse_post(connection, post.room, post.cid, Refusal::not_a_member);
    } else if (context_.store_is_full()) {
        connections_.refuse_post(connection, post.room, post.cid, Refusal::try_again);
    } else {
        context_.ask_store(AwaitedAppend{post.room, post.cid, connection.id},
                           Append{LeaseFence{binding.epoch}, binding.account, post.room, post.cid, post.prev, post.body,
                                  context_.clock.now().wall});
    }
}

void Requests::on(const ApiPost& post) {
    std::optional<Refusal> refusal = refusal_of_body(post.body);
    const auto* fence = std::get_if<LeaseFence>(&post.fence);
    if (fence != nullptr && leases_.find(post.author, fence->epoch) == nullptr) {
        refusal = Refusal::not_live;
    } else if (!refusal && !rooms_.is_member(post.author, post.room)) {
        refusal = Refusal::not_a_member;
    } else if (!refusal && context_.store_is_full()) {
        refusal = Refusal::try_again;
    }
    if (refusal) {
        context_.put(ApiAnswer{post.request, *refusal});
        return;
    }
    context_.ask_store(
        AwaitedAppend{post.room, post.cid, post.request},
        Append{post.fence, post.author, post.room, post.cid, std::nullopt, post.body, context_.clock.now().wall});
}

void Requests::appended(const AwaitedAppend& asked, const StoreResult& result) {
    const AppendResult append = result_of(result);
    const auto* appended = std::get_if<Appended>(&append);
    if (const auto* request = std::get_if<Ticket>(&asked.asker)) {
        context_.put(
            ApiAnswer{*request, appended != nullptr ? ApiResult{*appended} : ApiResult{std::get<Refusal>(append)}});
    } else if (Connection* author = connections_.open(std::get<ConnectionId>(asked.asker))) {
        if (appended == nullptr) {
            connections_.refuse_post(*author, asked.room, asked.cid, std::get<Refusal>(append));
        } else {
            connections_.say(*author, wire::Posted{asked.room, asked.cid, appended->event.seq, appended->event.at,
                                                   appended->duplicate});
        }
    }
    if (appended != nullptr && !appended->duplicate) {
        rooms_.append(asked.room, appended->event);
    }
}

void Requests::touch_active(const Connection& connection) {
    if (LeaseRow* row = leases_.find(connection.binding->account, connection.binding->epoch)) {
        row->active = context_.served();
    }
}

// ---- tokens, leaving -----------------------------------------------------------------------------------------------

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

void Requests::on(Connection& connection, const wire::Logout& /*logout*/) {
    leave(connection, true, LeaseCause::logout);
}

void Requests::on(Connection& connection, const wire::Bye& /*bye*/) {
    leave(connection, false, LeaseCause::bye);
}

void Requests::leave(Connection& connection, bool end_session, LeaseCause cause) {
    connections_.enter(connection, Phase::leaving);
    const Binding& binding = *connection.binding;
    keeper_.end(binding.account, binding.epoch, end_session, cause, connection.id);
}

void Requests::on(const ApiLogout& logout) {
    if (leases_.find(logout.account, logout.epoch) == nullptr) {
        context_.put(ApiAnswer{logout.request, Refusal::not_live});
        return;
    }
    keeper_.end(logout.account, logout.epoch, true, LeaseCause::logout, logout.request);
}

void Requests::ended(const AwaitedEnd& asked, const StoreResult& result) {
    const LeaseRow* row = leases_.find(asked.account, asked.epoch);
    const std::optional<ConnectionId> bound = row != nullptr ? row->connection : std::nullopt;
    const bool failed = !std::holds_alternative<LeaseChanged>(result);
    const bool applied = keeper_.end_answered(asked, result);
    Connection* holder = bound ? connections_.open(*bound) : nullptr;
    if (const auto* leaver = std::get_if<ConnectionId>(&asked.asker)) {
        if (holder != nullptr && holder->id == *leaver) {
            end_told(*holder, applied, failed);
        }
        return;
    }
    if (holder != nullptr && applied) {
        parting_.close_displaced(*holder, CloseCode::logged_out, std::nullopt);
    }
    if (const auto* request = std::get_if<Ticket>(&asked.asker)) {
        const Refusal refusal = failed ? Refusal::store_failed : Refusal::not_live;
        context_.put(ApiAnswer{*request, applied ? ApiResult{ApiLoggedOut{}} : ApiResult{refusal}});
    }
}

void Requests::end_told(Connection& connection, bool applied, bool store_failed) {
    if (store_failed) {
        connections_.enter(connection, Phase::live);
        connections_.refuse(connection, Refusal::store_failed);
        return;
    }
    if (applied) {
        connections_.say(connection, wire::LoggedOut{});
    }
    parting_.unbind(connection);
    connections_.close(connection, CloseCode::normal);
}

}  // namespace workspace::core::hub
