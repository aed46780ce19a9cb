-- Reports against clips, what is held because of them, and how copies are found. Times are milliseconds since 1970. The
-- Durable Object of each report is the truth; these rows are projections for queries.

CREATE TABLE takedowns (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  clip TEXT NOT NULL,
  ground TEXT NOT NULL,
  stage TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  decided_at INTEGER,
  -- By when the operator must answer what waits. None when nothing does.
  due_at INTEGER,
  appeals INTEGER NOT NULL,
  down INTEGER NOT NULL,
  -- What the operator wrote when they decided.
  reason TEXT
) STRICT;
CREATE INDEX takedowns_by_due ON takedowns (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX takedowns_by_time ON takedowns (received_at DESC);
CREATE INDEX takedowns_of_clip ON takedowns (clip);

-- A clip is held while any row here says so.
CREATE TABLE holds (
  clip TEXT NOT NULL,
  takedown TEXT NOT NULL,
  -- Emptied when their account goes.
  creator TEXT,
  how TEXT NOT NULL CHECK (how IN ('reported', 'identical', 'near')),
  -- Median of differing bits, of 64, where it is near.
  distance INTEGER,
  standing TEXT NOT NULL CHECK (standing IN ('held', 'appealed', 'upheld', 'reinstated')),
  held_at INTEGER NOT NULL,
  appealed_at INTEGER,
  -- What the operator wrote about it.
  answer TEXT,
  PRIMARY KEY (clip, takedown)
) STRICT, WITHOUT ROWID;
CREATE INDEX holds_of_creator ON holds (creator);

-- Key frames of every clip: perceptual hashes, and in four bands of 16 bits, by which near ones are found.
CREATE TABLE prints (
  clip TEXT NOT NULL,
  position INTEGER NOT NULL,
  -- 16 hexadecimal digits.
  phash TEXT NOT NULL,
  -- Of the whole file.
  sha256 TEXT NOT NULL,
  b0 INTEGER NOT NULL,
  b1 INTEGER NOT NULL,
  b2 INTEGER NOT NULL,
  b3 INTEGER NOT NULL,
  PRIMARY KEY (clip, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX prints_by_b0 ON prints (b0);
CREATE INDEX prints_by_b1 ON prints (b1);
CREATE INDEX prints_by_b2 ON prints (b2);
CREATE INDEX prints_by_b3 ON prints (b3);

-- Stay-down: what is held may not come back. Hashes of files are keyed (HMAC-SHA256); those of pictures cannot be, since
-- near ones must be found.
CREATE TABLE stay_files (
  hash TEXT NOT NULL,
  takedown TEXT NOT NULL,
  -- 1 when the operator put a clip with this file back: it is no copy in the sense of this report.
  spared INTEGER NOT NULL CHECK (spared IN (0, 1)),
  PRIMARY KEY (hash, takedown)
) STRICT, WITHOUT ROWID;
CREATE INDEX stay_files_of_takedown ON stay_files (takedown);
CREATE TABLE stay_prints (
  takedown TEXT NOT NULL,
  position INTEGER NOT NULL,
  phash TEXT NOT NULL,
  b0 INTEGER NOT NULL,
  b1 INTEGER NOT NULL,
  b2 INTEGER NOT NULL,
  b3 INTEGER NOT NULL,
  PRIMARY KEY (takedown, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX stay_prints_by_b0 ON stay_prints (b0);
CREATE INDEX stay_prints_by_b1 ON stay_prints (b1);
CREATE INDEX stay_prints_by_b2 ON stay_prints (b2);
CREATE INDEX stay_prints_by_b3 ON stay_prints (b3);

-- Who did what and when. Lines are only ever added.
CREATE TABLE takedown_events (
  takedown TEXT NOT NULL,
  position INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  deed TEXT NOT NULL,
  clip TEXT,
  reason TEXT,
  -- Keyed hash of the account, if one did it.
  account_hash TEXT,
  PRIMARY KEY (takedown, position)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER takedown_events_are_not_changed BEFORE UPDATE ON takedown_events BEGIN SELECT RAISE(ABORT, 'lines are only ever added'); END;
CREATE TRIGGER takedown_events_are_not_removed BEFORE DELETE ON takedown_events BEGIN SELECT RAISE(ABORT, 'lines are only ever added'); END;
