-- Following, blocking and notices. Times are milliseconds since 1970. References are by id and without foreign keys.

CREATE TABLE follows (
  -- Who follows.
  account TEXT NOT NULL,
  -- Whom.
  followed TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account, followed)
) STRICT, WITHOUT ROWID;
CREATE INDEX follows_by_time ON follows (account, created_at DESC);
CREATE INDEX follows_of_followed ON follows (followed, created_at DESC);

CREATE TABLE blocks (
  -- Who blocked.
  account TEXT NOT NULL,
  -- Whom.
  blocked TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account, blocked)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_by_time ON blocks (account, created_at DESC);
CREATE INDEX blocks_of_blocked ON blocks (blocked);

-- A projection: one object an account is the truth.
CREATE TABLE notices (
  account TEXT NOT NULL,
  -- Counts up with each notice of the account.
  seq INTEGER NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  read INTEGER NOT NULL CHECK (read IN (0, 1)),
  -- Whom it names, none once they have left.
  by_account TEXT,
  -- What happened, as JSON without the person's name.
  what TEXT NOT NULL,
  -- Counts up with each change of the row: what was written later is not written over by what comes late.
  version INTEGER NOT NULL,
  PRIMARY KEY (account, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_by_person ON notices (by_account) WHERE by_account IS NOT NULL;
CREATE INDEX notices_by_age ON notices (at);
CREATE INDEX notices_unread ON notices (account) WHERE read = 0;
