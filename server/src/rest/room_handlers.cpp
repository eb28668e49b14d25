// Rooms and their logs.

#include <sodium.h>
#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <memory>

#include "rest/requests.hpp"
#include "rest/router.hpp"
#include "rest/wire_json.hpp"
#include "store/room_rows.hpp"
#include "workspace/core/base/limits.hpp"

namespace workspace::server {

namespace json = boost::json;
using namespace core;

namespace {

constexpr std::int64_t kPositiveMax = (std::int64_t{1} << 53) - 1;

/// Exactly one of before, after, around, and a limit.
std::optional<PageQuery> page_from(const RestRequest& request) {
    static constexpr std::array<std::pair<const char*, PageAnchor>, 3> kAnchors{
        {{"before", PageAnchor::before}, {"after", PageAnchor::after}, {"around", PageAnchor::around}}};
    PageQuery query{.anchor = PageAnchor::before, .seq = {kPositiveMax}, .limit = kNewestPage};
    int anchors = 0;
    for (const auto& [name, anchor] : kAnchors) {
        if (const auto found = request.query.find(name); found != request.query.end()) {
            const auto seq = number_from(found->second);
            if (!seq || *seq > kPositiveMax) {
                return std::nullopt;
            }
            query.anchor = anchor;
            query.seq = {*seq};
            ++anchors;
        }
    }
    if (const auto found = request.query.find("limit"); found != request.query.end()) {
        const auto limit = number_from(found->second);
        if (!limit || *limit < 1 || *limit > kPageLimitMax) {
            return std::nullopt;
        }
        query.limit = *limit;
    }
    return anchors <= 1 ? std::optional(query) : std::nullopt;
}

RestResponse page_response(LogSlice slice) {
    wire::PageResult page;
    page.events = std::move(slice.events);
    RestResponse response;
    response.body = {{"room", part_of(wire::RoomAdded{std::move(slice.room)}, "room")},
                     {"from", slice.plan.interval.from.value},
                     {"to", slice.plan.interval.to.value},
                     {"events", part_of(page, "events")}};
    return response;
}

RestResponse posted_response(const hub::ApiResult& result) {
    if (const auto* refusal = std::get_if<Refusal>(&result)) {
        return problem(*refusal);
    }
    const auto& appended = std::get<Appended>(result);
    RestResponse response;
    response.status = appended.duplicate ? 200 : 201;
    response.body = {{"seq", appended.event.seq.value},
                     {"cid", appended.event.cid.hex()},
                     {"at", appended.event.at.ms},
                     {"duplicate", appended.duplicate}};
    return response;
}

/// The body's `cid`, else the `Idempotency-Key`: 32 hexadecimal digits are the client id itself, any other key is hashed
/// into one. Without either, a random one: then a repeat is a new message. None when `cid` is not a client id.
std::optional<ClientId> client_id_from(const RestRequest& request, const json::object& body) {
    if (body.contains("cid")) {
        const auto cid = text_field(body, "cid", 32);
        return cid ? ClientId::from_hex(*cid) : std::nullopt;
    }
    const auto& key = request.idempotency_key;
    if (const auto given = ClientId::from_hex(key)) {
        return *given;
    }
    ClientId cid;
    if (key.empty()) {
        randombytes_buf(cid.value.data(), cid.value.size());
    } else {
        crypto_generichash(cid.value.data(), cid.value.size(), reinterpret_cast<const unsigned char*>(key.data()),
                           key.size(), nullptr, 0);
    }
    return cid;
}

}  // namespace

void Router::rooms(const RestRequest& request, const Respond& respond) {
    with_caller(request, respond, [this, respond](const Caller& caller) {
        if (!caller.may_read) {
            return respond(scope_missing("read"));
        }
        const auto ids = std::make_shared<std::vector<RoomId>>();  // ascending
        parts_.store.ask(
            Store::Job{.work = [ids, who = caller.account](Database& database) { *ids = room_ids_of(database, who); },
                       .done =
                           [this, ids, respond](bool committed) {
                               if (!committed) {
                                   return respond(problem(Refusal::store_failed));
                               }
                               auto rooms = parts_.driver.hub().rooms();  // with their heads as published
                               std::erase_if(rooms, [&](const wire::Room& room) {
                                   return !std::binary_search(ids->begin(), ids->end(), room.id);
                               });
                               RestResponse response;
                               response.body = {{"rooms", part_of(wire::RoomsFound{std::move(rooms)}, "rooms")}};
                               respond(std::move(response));
                           }});
    });
}

void Router::read_messages(const RestRequest& request, const Respond& respond) {
    const auto room = number_from(request.path[2]);
    const auto page = page_from(request);
    if (!room || !page) {
        return respond(problem(400, "bad_request",
                               "Ask with at most one of before, after, around (a seq), and limit from 1 to 200."));
    }
    with_caller(request, respond, [this, respond, page = *page, room = RoomId{*room}](const Caller& caller) {
        if (!caller.may_read) {
            return respond(scope_missing("read"));
        }
        parts_.driver.read_page(
            {.reader = caller.account, .room = room, .query = page}, [respond](const StoreResult& result) {
                const auto* read = std::get_if<ReadResult>(&result);
                if (read == nullptr) {
                    return respond(problem(Refusal::store_failed));
                }
                const auto* slice = std::get_if<LogSlice>(read);
                respond(slice != nullptr ? page_response(*slice) : problem(std::get<Refusal>(*read)));
            });
    });
}

void Router::post_message(const RestRequest& request, const Respond& respond) {
    const auto room = number_from(request.path[2]);
    const auto body = body_of(request, respond);
    if (!body) {
        return;
    }
    const auto* text = body->if_contains("body");
    if (!room || text == nullptr || !text->is_string() || text->as_string().empty()) {
        return respond(problem(400, "bad_request", "Send {\"body\": \"text\"} to /api/rooms/NUMBER/messages."));
    }
    if (text->as_string().size() > kBodyBytesMax) {
        return respond(problem(Refusal::too_long));
    }
    const auto cid = client_id_from(request, *body);
    if (!cid) {
        return respond(problem(400, "bad_request", "`cid` is 32 hexadecimal digits, or leave it out."));
    }
    with_caller(request, respond,
                [this, respond,
                 post = wire::Post{.room = {*room}, .cid = *cid, .prev = {}, .body = std::string(text->as_string())}](
                    const Caller& caller) {
                    if (!caller.may_post) {
                        return respond(scope_missing("post"));
                    }
                    parts_.driver.post(caller.fence, caller.account, post,
                                       [respond](const hub::ApiResult& result) { respond(posted_response(result)); });
                });
}

}  // namespace workspace::server
