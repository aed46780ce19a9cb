-- What a provider said last of a job that failed, for the operator.
ALTER TABLE jobs ADD COLUMN said TEXT;

-- What of whose went to which generator: one row for each likeness and each character in a film. It outlives its render, and
-- goes with its owner.
CREATE TABLE sent (
  render TEXT NOT NULL,
  -- The character's identifier, or the account whose likeness it is.
  subject TEXT NOT NULL,
  owner TEXT NOT NULL,
  character TEXT,
  -- Who ordered it. None once their account is gone.
  creator TEXT,
  generator TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  -- When the last of it was removed there.
  removed_at INTEGER,
  PRIMARY KEY (render, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX sent_of_owner ON sent (owner, sent_at DESC, render DESC);
CREATE INDEX sent_by_creator ON sent (creator);

-- The operator's tables of prices, as they were set.
CREATE TABLE price_tables (n INTEGER PRIMARY KEY AUTOINCREMENT, json TEXT NOT NULL, set_at INTEGER NOT NULL) STRICT;
INSERT INTO price_tables (json, set_at) SELECT json, changed_at FROM prices WHERE json <> '';
