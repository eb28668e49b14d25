#include "posting.hpp"

#include <string_view>
#include <utility>
#include "workspace/core/base/sometimes.hpp"
#include "workspace/core/base/zoo.hpp"

namespace workspace::core::hub {

namespace {

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Why a text cannot be posted, if it cannot. (The codec has checked the bounds of what comes over a socket.)
std::optional<Refusal> refusal_of_text(const wire::AnyPost& post) {
    const bool has_text = std::holds_alternative<wire::Post>(post) || std::holds_alternative<wire::Edit>(post);
    const std::string_view text = wire::text_of(post);
    if (text.size() > kBodyBytesMax) {
        return Refusal::too_long;
    }
    return has_text && is_blank(text) ? std::optional{Refusal::empty} : std::nullopt;
}

void mark(const AppendResult& result) {
    const auto* refusal = std::get_if<Refusal>(&result);
    if (refusal == nullptr && std::get<Appended>(result).duplicate) {
        sometimes::reached(sometimes::Mark::post_was_a_repeat);
    } else if (refusal != nullptr && *refusal == Refusal::not_live) {
        sometimes::reached(sometimes::Mark::post_was_fenced);
    } else if (refusal != nullptr && *refusal == Refusal::held) {
        sometimes::reached(sometimes::Mark::post_was_held);
    } else if (refusal != nullptr && *refusal == Refusal::no_such_message) {
        sometimes::reached(sometimes::Mark::change_had_no_target);
    }
}

/// What the store made of a post; StoreFailed as the refusal that it is.
AppendResult result_of(const StoreResult& result) {
    const auto* appended = std::get_if<AppendResult>(&result);
    return appended != nullptr ? *appended : AppendResult{Refusal::store_failed};
}

}  // namespace

void Posting::on(Connection& connection, const wire::AnyPost& post) {
    const Binding& binding = *connection.binding;
    if (LeaseRow* row = leases_.find(binding.account, binding.epoch)) {
        row->active = context_.served();
    }
    if (const auto refusal = refusal_of(binding.account, post)) {
        connections_.refuse_post(connection, wire::room_of(post), wire::cid_of(post), *refusal);
        return;
    }
    ask(connection.id, Append{LeaseFence{binding.epoch}, binding.account, post, context_.clock.now().wall});
}

void Posting::on(const ApiPost& post) {
    std::optional<Refusal> refusal = refusal_of(post.author, post.post);
    const auto* fence = std::get_if<LeaseFence>(&post.fence);
    if (fence != nullptr && leases_.find(post.author, fence->epoch) == nullptr) {
        refusal = Refusal::not_live;
    }
    if (refusal) {
        context_.put(ApiAnswer{post.request, *refusal});
        return;
    }
    ask(post.request, Append{post.fence, post.author, post.post, context_.clock.now().wall});
}

/// What needs no store to be refused. Of rooms only those that nobody has ever seen: a repeat of what was posted is
/// answered whatever became of the membership since (M3), and that only the store knows.
std::optional<Refusal> Posting::refusal_of(AccountId /*author*/, const wire::AnyPost& post) const {
    if (const auto refusal = refusal_of_text(post)) {
        return refusal;
    }
    if (!std::holds_alternative<wire::CreateRoom>(post) && rooms_.find(wire::room_of(post)) == nullptr) {
        return Refusal::not_a_member;
    }
    return context_.store_is_full() ? std::optional{Refusal::try_again} : std::nullopt;
}

void Posting::ask(Asker asker, Append append) {
    AwaitedAppend awaited{wire::room_of(append.post), wire::cid_of(append.post), asker};
    if (const auto* author = std::get_if<ConnectionId>(&asker);
        author != nullptr && rooms_.find(awaited.room) != nullptr && zoo::has(zoo::Bug::ack_before_commit)) {
        const MessageSeq next{rooms_.find(awaited.room)->head.value + 1};
        connections_.say(*connections_.open(*author), wire::Posted{awaited.room, awaited.cid, next, append.at, false});
    }
    context_.ask_store(std::move(awaited), std::move(append));
}

void Posting::appended(const AwaitedAppend& asked, const StoreResult& result) {
    const AppendResult append = result_of(result);
    mark(append);
    tell_author(asked, append);
    if (const auto* appended = std::get_if<Appended>(&append); appended != nullptr && !appended->duplicate) {
        carry_out(*appended);
    }
}

void Posting::tell_author(const AwaitedAppend& asked, const AppendResult& result) {
    const auto* appended = std::get_if<Appended>(&result);
    if (const auto* request = std::get_if<Ticket>(&asked.asker)) {
        context_.put(
            ApiAnswer{*request, appended != nullptr ? ApiResult{*appended} : ApiResult{std::get<Refusal>(result)}});
        return;
    }
    const Connection* author = connections_.open(std::get<ConnectionId>(asked.asker));
    if (author == nullptr) {
        return;
    }
    if (appended == nullptr) {
        connections_.refuse_post(*author, asked.room, asked.cid, std::get<Refusal>(result));
    } else {
        connections_.say(*author, wire::Posted{appended->room, asked.cid, appended->event.seq, appended->event.at,
                                               appended->duplicate});
    }
}

/// Whoever leaves does not get the event that says so, whoever enters fetches it: each sees the log up to the last
/// event, or from the first event, of its membership as the store has it (M5).
void Posting::carry_out(const Appended& appended) {
    const RoomId room = appended.room;
    if (appended.members.created) {
        rooms_.add(*appended.members.created);
    }
    for (const AccountId account : appended.members.out) {
        put_out(room, account);
    }
    rooms_.append(room, appended.event, appended.touched);
    if (!appended.members.in.empty()) {
        rooms_.flush(room);
    }
    for (const AccountId account : appended.members.in) {
        let_in(room, account);
    }
}

void Posting::let_in(RoomId room, AccountId account) {
    rooms_.add_member(room, account);
    const Connection* connection = live_connection_of(account);
    const wire::Room* published = rooms_.find(room);
    if (connection != nullptr && published != nullptr) {
        connections_.say(*connection, wire::RoomAdded{*published});
    }
}

void Posting::put_out(RoomId room, AccountId account) {
    rooms_.flush(room);
    rooms_.remove_member(room, account);
    if (Connection* connection = live_connection_of(account)) {
        if (!zoo::has(zoo::Bug::leaver_still_hears)) {
            rooms_.unsubscribe(*connection, room);
        }
        connections_.say(*connection, wire::RoomGone{room});
    }
}

/// Null while nobody listens: before `welcome`, which lists the rooms, and after the farewell.
Connection* Posting::live_connection_of(AccountId account) {
    const LeaseRow* row = leases_.find(account);
    Connection* connection = row != nullptr && row->connection ? connections_.open(*row->connection) : nullptr;
    const bool listens =
        connection != nullptr && (connection->phase == Phase::live || connection->phase == Phase::leaving);
    return listens ? connection : nullptr;
}

void Posting::on(Connection& connection, const wire::PostsGet& get) {
    if (context_.store_is_full()) {
        connections_.refuse(connection, Refusal::try_again);
        return;
    }
    context_.ask_store(AwaitedPosts{connection.id, get.cids}, FindPosts{connection.binding->account, get.cids});
}

void Posting::found(const AwaitedPosts& asked, const StoreResult& result) {
    const Connection* connection = connections_.open(asked.connection);
    if (connection == nullptr || !connection->binding) {
        return;
    }
    if (const auto* stored = std::get_if<PostsFound>(&result)) {
        connections_.say(*connection, wire::PostsKnown{asked.cids, *stored});
    } else {
        connections_.refuse(*connection, Refusal::store_failed);
    }
}

}  // namespace workspace::core::hub
