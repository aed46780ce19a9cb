-- Receipts: uses of a likeness or a character in a published clip, as their owner sees them. The log's object is the truth.
-- Rows go with the account; the log itself keeps what is blinded alone. Hashes and salts are 64 hexadecimal digits.

CREATE TABLE receipts (
  -- Index of the entry in the log.
  idx INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  -- The likeness, or the character that played.
  likeness TEXT NOT NULL,
  clip TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  policy INTEGER NOT NULL,
  -- Seconds since 1970, a whole hour.
  time INTEGER NOT NULL,
  subject_salt TEXT NOT NULL,
  clip_salt TEXT NOT NULL,
  -- Index of the entry that withdraws it.
  withdrawn INTEGER
) STRICT;
CREATE INDEX receipts_of_account ON receipts (account, idx);
CREATE INDEX receipts_of_clip ON receipts (clip, idx);
