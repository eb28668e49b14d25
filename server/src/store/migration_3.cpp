#include "schema.hpp"

namespace workspace::server {

// Roles, workstations that are apart, invitations, the audit log; the history of leases is bounded.
const char* const kMigration3 = R"sql(
ALTER TABLE accounts ADD COLUMN role TEXT NOT NULL DEFAULT 'member'
    CHECK (role IN ('administrator', 'member', 'guest', 'bot'));
UPDATE accounts SET role = 'bot' WHERE bot;
ALTER TABLE accounts DROP COLUMN bot;

ALTER TABLE workstations ADD COLUMN separate INTEGER NOT NULL DEFAULT 0; -- whatever its hint says (W1)

CREATE TABLE invitations (
    id      INTEGER PRIMARY KEY,
    hash    BLOB NOT NULL UNIQUE,             -- of the code
    role    TEXT,                             -- of the account that it makes; NULL for a new password
    account INTEGER REFERENCES accounts (id), -- whose password it sets; NULL for a new account
    made_by TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    CHECK ((role IS NULL) <> (account IS NULL))
) STRICT;
CREATE INDEX invitations_by_account ON invitations (account) WHERE account IS NOT NULL;

-- Names as they were then: an entry says the same whatever became of the accounts.
CREATE TABLE audit (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    actor   TEXT NOT NULL,                    -- a login name, or 'operator': whoever runs the server
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_is_not_rewritten BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is not rewritten');
END;

CREATE INDEX lease_history_by_account ON lease_history (account);
CREATE INDEX lease_history_by_time ON lease_history (at);
CREATE INDEX sessions_by_account ON sessions (account, workstation);
CREATE INDEX api_tokens_by_account ON api_tokens (account);
)sql";

}  // namespace workspace::server
