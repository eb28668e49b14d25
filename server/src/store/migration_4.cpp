#include "schema.hpp"

namespace workspace::server {

// What searching needs. The number of a message orders the messages of all rooms; it is never shown, for it would tell
// how much is said in rooms that one is not in (M5). The index has words and places alone: the text is kept once, in
// `events`.
const char* const kMigration4 = R"sql(
CREATE TABLE messages (
    number INTEGER PRIMARY KEY,
    room   INTEGER NOT NULL,
    seq    INTEGER NOT NULL,
    UNIQUE (room, seq)
) STRICT;
INSERT INTO messages (room, seq) SELECT room, seq FROM events WHERE kind = 0 ORDER BY at, room, seq;

CREATE VIRTUAL TABLE message_words USING fts5 (
    body, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
)sql";

}  // namespace workspace::server
