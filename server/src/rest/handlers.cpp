#include <sodium.h>
#include <boost/json.hpp>
#include <charconv>

#include "rest/router.hpp"
#include "workspace/core/base/limits.hpp"

namespace workspace::server {

namespace json = boost::json;
using namespace core;

namespace {

constexpr std::int64_t kPositiveMax = (std::int64_t{1} << 53) - 1;

RestResponse scope_missing(std::string_view scope) {
    return problem(403, "scope_missing",
                   "This token lacks the scope `" + std::string(scope) +
                       "`; make one with `workspace-server token create --scope`.");
}

std::optional<std::int64_t> number_from(const std::string& text) {
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failed == std::errc() && end == text.data() + text.size() && value >= 0 ? std::optional(value)
                                                                                   : std::nullopt;
}

/// The request's JSON object, or why there is none.
std::optional<json::object> body_of(const RestRequest& request, const Respond& respond) {
    if (!request.content_type.starts_with("application/json")) {
        respond(problem(415, "bad_request", "Send `Content-Type: application/json`."));
        return std::nullopt;
    }
    boost::system::error_code failed;
    json::parse_options options;
    options.max_depth = kJsonDepthMax;
    auto value = json::parse(request.body, failed, {}, options);
    if (failed || !value.is_object()) {
        respond(problem(400, "bad_request", "The body is not a JSON object."));
        return std::nullopt;
    }
    return std::move(value.as_object());
}

std::optional<std::string> text_field(const json::object& body, const char* name, std::size_t most) {
    const auto* field = body.if_contains(name);
    if (field == nullptr || !field->is_string() || field->as_string().empty() || field->as_string().size() > most) {
        return std::nullopt;
    }
    return std::string(field->as_string());
}

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

json::object object_from(const wire::Event& event) {
    return {{"seq", event.seq.value},
            {"cid", event.cid.hex()},
            {"author", event.author.value},
            {"author_name", event.author_name},
            {"at", event.at.ms},
            {"changed", event.changed.value},
            {"body", event.body}};
}

json::object object_from(const wire::Room& room) {
    return {{"id", room.id.value},
            {"name", room.name},
            {"epoch", room.epoch.hex()},
            {"floor", room.floor.value},
            {"head", room.head.value}};
}

RestResponse page_response(const LogSlice& slice) {
    json::array events;
    for (const auto& event : slice.events) {
        events.push_back(object_from(event));
    }
    RestResponse response;
    response.body = {{"room", object_from(slice.room)},
                     {"from", slice.plan.interval.from.value},
                     {"to", slice.plan.interval.to.value},
                     {"events", std::move(events)}};
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

void Router::health(const RestRequest&, const Respond& respond) {
    RestResponse response;
    response.body = {{"status", "ok"}, {"version", WORKSPACE_VERSION}};
    respond(std::move(response));
}

void Router::login(const RestRequest& request, const Respond& respond) {
    const auto body = body_of(request, respond);
    if (!body) {
        return;
    }
    auto name = text_field(*body, "name", kNameBytesMax);
    auto password = text_field(*body, "password", kPasswordBytesMax);
    if (!name || !password) {
        return respond(problem(400, "bad_request", "Send {\"name\": …, \"password\": …}."));
    }
    const bool taken = parts_.passwords.check(
        std::move(*name), SecretText(std::move(*password)),
        // on a thread of the pool, maybe while the server ends: the router may be gone before it
        [this, respond, post = parts_.post](std::optional<AccountRow> account) {
            post([this, respond, account = std::move(account)] {
                account ? open_rest_session(*account, respond) : respond(problem(Refusal::bad_credentials));
            });
        });
    if (!taken) {
        respond(problem(Refusal::try_again));
    }
}

void Router::open_rest_session(const AccountRow& account, const Respond& respond) {
    SessionId id;
    randombytes_buf(id.value.data(), id.value.size());
    const auto now = clock_now().wall;
    auto token = parts_.tokens.sign({.kind = AccessClaims::Kind::rest,
                                     .account = account.id,
                                     .session = id,
                                     .epoch = {},
                                     .expires = now.ms / 1000 + kRestTokenSeconds});
    parts_.store.ask(Store::Job{
        .work =
            [id, now, who = account.id](Database& database) {
                end_rest_sessions_before(database, {now.ms - kRestTokenSeconds * 1000});
                add_rest_session(database, id, who, now);
            },
        .done =
            [respond, account, token = std::move(token)](bool committed) {
                if (!committed) {
                    return respond(problem(Refusal::store_failed));
                }
                RestResponse response;
                response.body = {{"access", token},
                                 {"expires_in", kRestTokenSeconds},
                                 {"account", json::object{{"id", account.id.value}, {"name", account.name}}}};
                respond(std::move(response));
            }});
}

void Router::logout(const RestRequest& request, const Respond& respond) {
    with_caller(request, respond, [this, respond](const Caller& caller) {
        const auto ended = [respond](bool done) {
            RestResponse response;
            response.body = {{"status", "logged_out"}};
            respond(done ? std::move(response) : problem(Refusal::store_failed));
        };
        if (std::holds_alternative<LeaseFence>(caller.fence)) {
            parts_.driver.log_out(caller.account, caller.claims->epoch, [ended, respond](const hub::ApiResult& result) {
                if (const auto* refusal = std::get_if<Refusal>(&result)) {
                    return respond(problem(*refusal));
                }
                ended(true);
            });
        } else if (const auto* rest = std::get_if<RestFence>(&caller.fence)) {
            parts_.store.ask(Store::Job{
                .work = [id = rest->session](Database& database) { end_rest_session(database, id); }, .done = ended});
        } else {
            respond(problem(400, "bad_request", "An API token has no session to end."));
        }
    });
}

void Router::presence(const RestRequest& request, const Respond& respond) {
    with_caller(request, respond, [this, respond](const Caller& caller) {
        if (!caller.may_read) {
            return respond(scope_missing("read"));
        }
        const auto set = parts_.driver.hub().presence();
        json::array people;
        for (const auto& person : set.people) {
            people.push_back(json::object{{"id", person.id.value}, {"name", person.name}});
        }
        RestResponse response;
        response.body = {{"boot", set.now.boot.hex()},
                         {"version", set.now.version.value},
                         {"count", set.now.count},
                         {"hash", set.now.hash},
                         {"people", std::move(people)}};
        respond(std::move(response));
    });
}

void Router::rooms(const RestRequest& request, const Respond& respond) {
    with_caller(request, respond, [this, respond](const Caller& caller) {
        if (!caller.may_read) {
            return respond(scope_missing("read"));
        }
        json::array rooms;
        for (const auto& room : parts_.driver.hub().rooms()) {
            rooms.push_back(object_from(room));
        }
        RestResponse response;
        response.body = {{"rooms", std::move(rooms)}};
        respond(std::move(response));
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
                [this, respond, cid = *cid, room = RoomId{*room},
                 words = std::string(text->as_string())](const Caller& caller) {
                    if (!caller.may_post) {
                        return respond(scope_missing("post"));
                    }
                    parts_.driver.post(caller.fence, caller.account, room, cid, words,
                                       [respond](const hub::ApiResult& result) { respond(posted_response(result)); });
                });
}

}  // namespace workspace::server
