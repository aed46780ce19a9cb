-- Words that a moderator held back, and that the operator was asked about. The words are sealed.
CREATE TABLE reviews (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'allowed', 'refused')),
  sealed TEXT NOT NULL,
  answer TEXT,
  asked_at INTEGER NOT NULL,
  answered_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX reviews_waiting ON reviews (asked_at) WHERE state = 'waiting';
CREATE INDEX reviews_of_account ON reviews (account);
CREATE INDEX reviews_answered ON reviews (answered_at) WHERE answered_at IS NOT NULL;

-- Clips whose pictures were looked at, or stand with the operator: nothing is shown before.
CREATE TABLE looked (
  clip TEXT PRIMARY KEY,
  -- The case of this site's own check; none where it had no objection.
  takedown TEXT
) STRICT, WITHOUT ROWID;

-- A clip can be held because of this site's own check.
CREATE TABLE holds_anew (
  clip TEXT NOT NULL,
  takedown TEXT NOT NULL,
  -- Emptied when their account goes.
  creator TEXT,
  how TEXT NOT NULL CHECK (how IN ('reported', 'checked', 'identical', 'near')),
  -- Median of differing bits, of 64, where it is near.
  distance INTEGER,
  standing TEXT NOT NULL CHECK (standing IN ('held', 'appealed', 'upheld', 'reinstated')),
  held_at INTEGER NOT NULL,
  appealed_at INTEGER,
  -- What the operator wrote about it.
  answer TEXT,
  -- Of near copies: whether left and right are swapped, and what the sound says (unknown, same, other).
  mirrored INTEGER NOT NULL DEFAULT 0,
  heard TEXT,
  PRIMARY KEY (clip, takedown)
) STRICT, WITHOUT ROWID;
INSERT INTO holds_anew (clip, takedown, creator, how, distance, standing, held_at, appealed_at, answer, mirrored, heard)
  SELECT clip, takedown, creator, how, distance, standing, held_at, appealed_at, answer, mirrored, heard FROM holds;
DROP TABLE holds;
ALTER TABLE holds_anew RENAME TO holds;
CREATE INDEX holds_of_creator ON holds (creator);
