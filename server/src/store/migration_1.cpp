// Frozen: databases of this version are out there.

#include "schema.hpp"

namespace workspace::server {

const char* const kMigration1 = R"sql(
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

CREATE TABLE accounts (
    id       INTEGER PRIMARY KEY,
    login    TEXT NOT NULL UNIQUE COLLATE NOCASE,
    name     TEXT NOT NULL,
    bot      INTEGER NOT NULL DEFAULT 0,
    password TEXT NOT NULL,              -- Argon2id, in libsodium's own form
    epoch    INTEGER NOT NULL DEFAULT 0, -- only grows; every binding takes the next one (S3)
    locked   INTEGER NOT NULL DEFAULT 0,
    created  INTEGER NOT NULL
) STRICT;

CREATE TABLE workstations (
    id         INTEGER PRIMARY KEY,      -- in the order of enrolment: of two keys with one hint the earlier prevails (W1)
    key        BLOB NOT NULL UNIQUE,
    hint       BLOB NOT NULL,
    label      TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id          BLOB PRIMARY KEY,
    account     INTEGER NOT NULL REFERENCES accounts (id),
    workstation BLOB NOT NULL REFERENCES workstations (key),
    state       TEXT NOT NULL CHECK (state IN ('good', 'displaced', 'ended')),
    newest      BLOB NOT NULL,           -- hash of the newest refresh token
    last_used   BLOB,                    -- hash of the one that was used last: good until the newest is used (S14)
    created     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE leases (
    account     INTEGER PRIMARY KEY REFERENCES accounts (id),                -- S1
    workstation BLOB NOT NULL UNIQUE REFERENCES workstations (key),         -- S2
    hint        BLOB NOT NULL,
    os_boot     BLOB NOT NULL,
    session     BLOB NOT NULL REFERENCES sessions (id),
    epoch       INTEGER NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('live', 'detached')),
    since       INTEGER NOT NULL
) STRICT;
CREATE INDEX leases_by_hint ON leases (hint);

CREATE TABLE lease_history (
    id      INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    epoch   INTEGER NOT NULL,
    cause   TEXT NOT NULL,
    at      INTEGER NOT NULL
) STRICT;

CREATE TABLE rooms (
    id    INTEGER PRIMARY KEY,
    name  TEXT NOT NULL UNIQUE,
    epoch BLOB NOT NULL,
    floor INTEGER NOT NULL DEFAULT 0,
    head  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE events (
    room        INTEGER NOT NULL REFERENCES rooms (id),
    seq         INTEGER NOT NULL,
    author      INTEGER NOT NULL REFERENCES accounts (id),
    cid         BLOB NOT NULL,
    at          INTEGER NOT NULL,
    changed     INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,           -- keyed hash of the first body (M3)
    body        TEXT NOT NULL,
    PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX events_by_author ON events (author, cid);

CREATE TABLE rest_sessions (
    id      BLOB PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts (id),
    created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE api_tokens (
    id      INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts (id),
    hash    BLOB NOT NULL UNIQUE,
    label   TEXT NOT NULL,
    scopes  TEXT NOT NULL,               -- words separated by blanks: read post
    created INTEGER NOT NULL
) STRICT;
)sql";

}  // namespace workspace::server
