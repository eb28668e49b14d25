// Searching in the rooms that one is in.

#include <boost/json.hpp>
#include <chrono>

#include "rest/requests.hpp"
#include "rest/router.hpp"
#include "rest/wire_json.hpp"
#include "workspace/core/base/limits.hpp"

namespace workspace::server {

namespace json = boost::json;
using namespace core;

namespace {

constexpr std::int64_t kSearchLimitUsual = 20;

const std::string* parameter(const RestRequest& request, const char* name) {
    const auto found = request.query.find(name);
    return found != request.query.end() ? &found->second : nullptr;
}

/// YYYY-MM-DD: when that day begins, UTC.
std::optional<WallTime> day_from(const std::string& text) {
    namespace chrono = std::chrono;
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    const auto year = number_from(text.substr(0, 4));
    const auto month = number_from(text.substr(5, 2));
    const auto day = number_from(text.substr(8, 2));
    if (!year || !month || !day) {
        return std::nullopt;
    }
    const chrono::year_month_day date{chrono::year{static_cast<int>(*year)},
                                      chrono::month{static_cast<unsigned>(*month)},
                                      chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) {
        return std::nullopt;
    }
    return WallTime{chrono::milliseconds{chrono::sys_days{date}.time_since_epoch()}.count()};
}

/// ROOM.SEQ, as `next` says it.
std::optional<MessagePlace> place_from(const std::string& text) {
    const auto dot = text.find('.');
    if (dot == std::string::npos) {
        return std::nullopt;
    }
    const auto room = number_from(text.substr(0, dot));
    const auto seq = number_from(text.substr(dot + 1));
    return room && seq ? std::optional(MessagePlace{{*room}, {*seq}}) : std::nullopt;
}

/// Reads a parameter that may be left out; false where it is there and cannot be read.
template <class Value, class Read>
bool read_parameter(const RestRequest& request, const char* name, const Read& read, std::optional<Value>& into) {
    const auto* text = parameter(request, name);
    if (text == nullptr) {
        return true;
    }
    into = read(*text);
    return into.has_value();
}

/// All but who asks. None where a parameter is out of its bounds.
std::optional<SearchQuestion> search_question_from(const RestRequest& request) {
    SearchQuestion question;
    std::optional<std::int64_t> limit;
    const auto room_from = [](const std::string& text) {
        const auto room = number_from(text);
        return room ? std::optional(RoomId{*room}) : std::nullopt;
    };
    const auto login_from = [](const std::string& text) {
        return !text.empty() && text.size() <= kNameBytesMax ? std::optional(text) : std::nullopt;
    };
    const bool good = read_parameter(request, "room", room_from, question.room) &&
                      read_parameter(request, "from", login_from, question.from) &&
                      read_parameter(request, "after", day_from, question.after) &&
                      read_parameter(request, "before", day_from, question.before) &&
                      read_parameter(request, "cursor", place_from, question.older_than) &&
                      read_parameter(request, "limit", number_from, limit);
    question.limit = limit.value_or(kSearchLimitUsual);
    return good && question.limit >= 1 && question.limit <= kSearchLimitMax ? std::optional(question) : std::nullopt;
}

/// What was typed, if it is text: 1 to kSearchBytesMax bytes of UTF-8.
std::optional<std::string> typed_in(const RestRequest& request) {
    const auto* typed = parameter(request, "q");
    if (typed == nullptr || typed->empty() || typed->size() > kSearchBytesMax) {
        return std::nullopt;
    }
    boost::system::error_code not_utf8;
    json::parse(json::serialize(json::string(*typed)), not_utf8);
    return not_utf8 ? std::nullopt : std::optional(*typed);
}

RestResponse bad_query() {
    return problem(400, "bad_query",
                   "`q` takes words and \"phrases\", all of which a message must have: at least one with a letter or a "
                   "digit, at most 16, in all 256 bytes of UTF-8. Close the quotes.");
}

RestResponse response_to(const SearchFault& fault) {
    switch (fault) {
        case SearchFault::bad_query: return bad_query();
        case SearchFault::bad_cursor:
            return problem(400, "bad_cursor", "`cursor` is the `next` of the page before; without it, start again.");
        case SearchFault::too_broad: break;
    }
    return problem(422, "search_too_broad", "This takes too long: add a word, or say room, from, after or before.");
}

RestResponse response_to(const Refusal& refusal) {
    return problem(refusal);
}

json::array pairs_of(const std::vector<Place>& places) {
    json::array pairs;
    for (const Place& place : places) {
        pairs.push_back(json::array{place.from, place.to});
    }
    return pairs;
}

RestResponse response_to(const SearchPage& page) {
    json::array hits;
    for (const SearchHit& hit : page.hits) {
        wire::PageResult one;
        one.events = {hit.event};
        json::object fields = part_of(one, "events").as_array().at(0).as_object();
        fields["room"] = hit.room.value;
        fields["highlights"] = pairs_of(hit.highlights);
        hits.push_back(std::move(fields));
    }
    RestResponse response;
    response.body = {{"hits", std::move(hits)}};
    if (page.more) {
        const auto& last = page.hits.back();
        response.body["next"] = std::to_string(last.room.value) + "." + std::to_string(last.event.seq.value);
    }
    return response;
}

}  // namespace

void Router::search(const RestRequest& request, const Respond& respond) {
    auto question = search_question_from(request);
    if (!question) {
        return respond(problem(400, "bad_request",
                               "Ask with q, and if you like room (a number), from (a login name), after and before "
                               "(YYYY-MM-DD), cursor, and limit from 1 to 50."));
    }
    auto typed = typed_in(request);
    if (!typed) {
        return respond(bad_query());
    }
    question->typed = std::move(*typed);
    with_caller(request, respond, [this, respond, question = std::move(*question)](const Caller& caller) mutable {
        if (!caller.may_read) {
            return respond(scope_missing("read"));
        }
        question.reader = caller.account;
        const auto answered = [respond, post = parts_.post](std::optional<SearchResult> result) {
            post([respond, result = std::move(result)] {
                respond(result ? std::visit([](const auto& known) { return response_to(known); }, *result)
                               : problem(Refusal::store_failed));
            });
        };
        if (!parts_.searcher.ask(std::move(question), answered)) {
            respond(problem(Refusal::try_again));
        }
    });
}

}  // namespace workspace::server
