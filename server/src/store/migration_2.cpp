#include "schema.hpp"

namespace workspace::server {

// Rooms that people make, and who is in them; events of every kind; read markers; statuses; S13.
//
// `rooms` and `events` are made anew: names are unique among public rooms only, and the body stays an event's last column,
// so that counting and looking over a log never reads the long ones. What a plain message does not have is NULL, one
// byte; the indexes of what is rare are partial, so that a plain message is not in them.
const char* const kMigration2 = R"sql(
ALTER TABLE accounts ADD COLUMN password_version INTEGER NOT NULL DEFAULT 0; -- grows with each change (S13)
ALTER TABLE accounts ADD COLUMN availability INTEGER NOT NULL DEFAULT 0;     -- wire::Availability
ALTER TABLE accounts ADD COLUMN status_text TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN status_until INTEGER;

ALTER TABLE rooms RENAME TO old_rooms;
ALTER TABLE events RENAME TO old_events;

CREATE TABLE rooms (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL,
    epoch     BLOB NOT NULL,
    floor     INTEGER NOT NULL DEFAULT 0,
    head      INTEGER NOT NULL DEFAULT 0,
    kind      TEXT NOT NULL DEFAULT 'public' CHECK (kind IN ('public', 'private', 'direct')),
    archived  INTEGER NOT NULL DEFAULT 0,
    creator   INTEGER REFERENCES accounts (id),   -- NULL: an administrator
    auto_join INTEGER NOT NULL DEFAULT 0,         -- whoever gets an account is a member
    low       INTEGER REFERENCES accounts (id),   -- of a direct room: the two, by id
    high      INTEGER REFERENCES accounts (id),
    UNIQUE (low, high)
) STRICT;
INSERT INTO rooms (id, name, epoch, floor, head, auto_join)
    SELECT id, name, epoch, floor, head, 1 FROM old_rooms ORDER BY id;
CREATE UNIQUE INDEX rooms_by_public_name ON rooms (name) WHERE kind = 'public';

CREATE TABLE events (
    room        INTEGER NOT NULL REFERENCES rooms (id),
    seq         INTEGER NOT NULL,
    author      INTEGER NOT NULL REFERENCES accounts (id),
    cid         BLOB NOT NULL,
    at          INTEGER NOT NULL,
    changed     INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,                    -- keyed hash of what was first posted (M3)
    kind        INTEGER NOT NULL,                 -- wire::EventKind
    reply_to    INTEGER,
    edited      INTEGER,
    deleted     INTEGER,
    target      INTEGER,
    emoji       TEXT,
    given       INTEGER,                          -- of a reaction: 1, or 0 when it was taken back
    whom        INTEGER REFERENCES accounts (id),
    body        TEXT NOT NULL,
    PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO events (room, seq, author, cid, at, changed, fingerprint, kind, body)
    SELECT room, seq, author, cid, at, changed, fingerprint, 0, body FROM old_events ORDER BY room, seq;
DROP TABLE old_events;
DROP TABLE old_rooms;
CREATE UNIQUE INDEX events_by_author ON events (author, cid);
CREATE INDEX events_that_changed ON events (room, changed) WHERE changed > seq;

CREATE TABLE members (
    room    INTEGER NOT NULL REFERENCES rooms (id),
    account INTEGER NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (room, account)
) STRICT, WITHOUT ROWID;
INSERT INTO members (room, account) SELECT r.id, a.id FROM rooms r CROSS JOIN accounts a;
CREATE INDEX members_by_account ON members (account);

CREATE TABLE reactions (
    room    INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    emoji   TEXT NOT NULL,
    account INTEGER NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (room, seq, emoji, account)
) STRICT, WITHOUT ROWID;

-- The names behind "@" in a message's present text, in lower case, whether anybody has them or not (H6).
CREATE TABLE mentions (
    room   INTEGER NOT NULL,
    name   TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    author INTEGER NOT NULL,
    PRIMARY KEY (room, name, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_by_message ON mentions (room, seq);

CREATE TABLE read_markers (
    account INTEGER NOT NULL REFERENCES accounts (id),
    room    INTEGER NOT NULL REFERENCES rooms (id),
    epoch   BLOB NOT NULL,                        -- the room's, when it was read: another one counts for nothing
    seq     INTEGER NOT NULL,
    PRIMARY KEY (account, room)
) STRICT, WITHOUT ROWID;
-- What was said before there were markers counts as read.
INSERT INTO read_markers (account, room, epoch, seq)
    SELECT a.id, r.id, r.epoch, r.head FROM accounts a CROSS JOIN rooms r;
)sql";

}  // namespace workspace::server
