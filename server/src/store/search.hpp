#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "search_terms.hpp"
#include "workspace/core/base/errors.hpp"
#include "workspace/core/base/time.hpp"
#include "workspace/core/wire/records.hpp"

namespace workspace::server {

inline constexpr std::int64_t kSearchLimitMax = 50;

/// A message as those who are in its room know it.
struct MessagePlace {
    core::RoomId room;
    core::MessageSeq seq;
};

struct SearchQuestion {
    core::AccountId reader;
    std::string typed;
    std::optional<core::RoomId> room{};
    std::optional<std::string> from{};         ///< a login name
    std::optional<core::WallTime> after{};     ///< at this time, or later
    std::optional<core::WallTime> before{};    ///< earlier than this
    std::optional<MessagePlace> older_than{};  ///< the last hit of the page before: the next page is what is older
    std::int64_t limit = kSearchLimitMax;
};

struct SearchHit {
    core::RoomId room;
    core::wire::Event event;
    std::vector<Place> highlights;
};
struct SearchPage {
    std::vector<SearchHit> hits;  ///< newest first
    bool more = false;
};
/// What refuses a search and nothing else.
enum class SearchFault : std::uint8_t {
    bad_query,   ///< what was typed cannot be looked for
    bad_cursor,  ///< `older_than` is no message that the reader can see
    too_broad,   ///< it took too long
};
using SearchResult = std::variant<SearchPage, SearchFault, core::Refusal>;

/// Finds messages by their present text in the rooms that the reader is a member of (M5). All in one snapshot of the
/// caller's. Pages are exact under posts: they go by the order in which messages were stored, and what is new comes
/// before all of them.
[[nodiscard]] SearchResult search(Database& database, const WordSplitter& splitter, const SearchQuestion& question);

}  // namespace workspace::server
