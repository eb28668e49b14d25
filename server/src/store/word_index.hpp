#pragma once

#include <map>
#include <string>

#include "database.hpp"
#include "workspace/core/base/ids.hpp"

namespace workspace::server {

/// Rows of `messages` and `message_words`: which words are in which message's present text (M8). Remembers which
/// messages the running transaction has touched, and writes their words when it ends.
class WordIndex {
public:
    /// A message that is new.
    void add(Database& database, core::RoomId room, core::MessageSeq seq);
    /// A message whose text is about to be another one, or none.
    void change(Database& database, core::RoomId room, core::MessageSeq seq);
    /// As the last work of the transaction.
    void write(Database& database);
    /// When another transaction begins.
    void forget() { indexed_.clear(); }

private:
    std::map<std::int64_t, std::string> indexed_;  ///< by number: the text that the index has of it until write()
};

/// For a database whose messages are numbered, but not in the index yet.
void fill_word_index(Database& database);

}  // namespace workspace::server
