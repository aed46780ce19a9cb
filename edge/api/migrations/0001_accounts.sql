-- Accounts, passkeys, recovery codes, sessions, ceremonies, invites, kept answers.
-- Times are milliseconds since 1970. Hashes are lower-case hexadecimal; `*_hash` columns are keyed (HMAC-SHA256 under a
-- key derived from the instance's secret) unless a comment says otherwise, so that nothing identifying stands in an index.

CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  handle TEXT NOT NULL,
  handle_hash TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  operator INTEGER NOT NULL DEFAULT 0 CHECK (operator IN (0, 1)),
  -- What the member's passkeys call them: 32 random bytes, base64url.
  user_handle TEXT NOT NULL UNIQUE,
  joined_at INTEGER NOT NULL,
  -- Who invited them, none for the operator. Blinded when the inviter's account is deleted.
  invited_by TEXT,
  invites_earned INTEGER NOT NULL DEFAULT 0,
  first_published INTEGER NOT NULL DEFAULT 0 CHECK (first_published IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX accounts_one_operator ON accounts (operator) WHERE operator = 1;
CREATE INDEX accounts_invited_by ON accounts (invited_by);

-- Handles that had an owner are never given twice.
CREATE TABLE retired_handles (
  handle_hash TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE passkeys (
  -- Base64url, like the key.
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  public_key TEXT NOT NULL,
  counter INTEGER NOT NULL,
  backup_eligible INTEGER NOT NULL,
  backed_up INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL
) STRICT;
CREATE INDEX passkeys_of_account ON passkeys (account);

CREATE TABLE recovery_codes (
  account TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  PRIMARY KEY (account, code_hash)
) STRICT, WITHOUT ROWID;

-- SHA-256 of the token, which is random.
CREATE TABLE sessions (
  hash TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_of_account ON sessions (account);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- A row is taken out by whoever finishes the ceremony: a challenge is answered once.
CREATE TABLE ceremonies (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('registration', 'sign_in', 'recovery')),
  -- Base64url.
  challenge TEXT NOT NULL,
  -- What the finish needs, encrypted.
  data TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ceremonies_by_end ON ceremonies (expires_at);

-- Unkeyed SHA-256 of the token, which is random.
CREATE TABLE invites (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  -- None for the one that makes the operator.
  giver TEXT,
  created_at INTEGER NOT NULL,
  used_at INTEGER,
  used_by TEXT,
  revoked_at INTEGER
) STRICT;
CREATE INDEX invites_of_giver ON invites (giver, created_at DESC);
CREATE INDEX invites_of_guest ON invites (used_by);

CREATE TABLE idempotency (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  body TEXT NOT NULL,
  answer TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX idempotency_of_owner ON idempotency (owner);
CREATE INDEX idempotency_by_age ON idempotency (created_at);
