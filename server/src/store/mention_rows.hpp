#pragma once

#include <string_view>

#include "database.hpp"
#include "workspace/core/base/ids.hpp"

/// Rows of `mentions`: whom the messages of a room speak to, by login name, so that counting them (H6) is a look-up.
namespace workspace::server {

void add_mentions(Database& database, core::RoomId room, core::MessageSeq seq, core::AccountId author,
                  std::string_view body);
void remove_mentions(Database& database, core::RoomId room, core::MessageSeq seq);
/// Those of others after `after` that speak to `reader`, or to all.
[[nodiscard]] std::int64_t count_mentions(Database& database, core::RoomId room, core::MessageSeq after,
                                          core::AccountId reader);
/// For a database that has messages, but no mentions yet.
void fill_mentions(Database& database);

}  // namespace workspace::server
