-- Files of clips that others saved, for each person whom they show. A row outlives its clip: the saved file does, too.
-- Times are milliseconds since 1970.
CREATE TABLE downloads (
  -- Who is in the clip.
  owner TEXT NOT NULL,
  clip TEXT NOT NULL,
  -- Who saved it.
  account TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  -- Keyed hash of the last request's own random key, so that one that is sent twice counts once.
  mark TEXT NOT NULL,
  times INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (owner, clip, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX downloads_of_owner ON downloads (owner, last_at DESC);
CREATE INDEX downloads_by_account ON downloads (account);
