-- Consent: what owners allow, what is asked of them, and what they took back. Times are milliseconds since 1970. The
-- Durable Objects of likenesses, characters and renders are the truth; these rows are projections for queries.

-- A clip may be withdrawn by its cast, or held after a report.
CREATE TABLE clips_next (
  id TEXT PRIMARY KEY,
  render TEXT NOT NULL UNIQUE,
  creator TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published', 'withdrawn', 'held')),
  script TEXT NOT NULL,
  prompt TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  poster_bytes INTEGER NOT NULL,
  poster_sha256 TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  published_at INTEGER,
  withdrawn_at INTEGER
) STRICT;
INSERT INTO clips_next (id, render, creator, state, script, prompt, width, height, duration_ms, bytes, sha256,
  poster_bytes, poster_sha256, created_at, published_at)
  SELECT id, render, creator, state, script, prompt, width, height, duration_ms, bytes, sha256, poster_bytes,
  poster_sha256, created_at, published_at FROM clips;
DROP TABLE clips;
ALTER TABLE clips_next RENAME TO clips;
CREATE INDEX clips_published ON clips (state, published_at DESC, id DESC);
CREATE INDEX clips_of_creator ON clips (creator, state, published_at DESC, id DESC);
CREATE INDEX clips_by_hash ON clips (sha256);

-- While an owner has paused their likeness, nothing that shows it can be seen.
ALTER TABLE likenesses ADD COLUMN paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1));
ALTER TABLE likenesses ADD COLUMN policy INTEGER NOT NULL DEFAULT 0;
ALTER TABLE characters ADD COLUMN paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1));

-- What is asked of an owner: whether they may be drawn, and whether the very file may be shown. One row for each of a
-- cast who is not the creator.
CREATE TABLE requests (
  render TEXT NOT NULL,
  owner TEXT NOT NULL,
  creator TEXT NOT NULL,
  -- 'asked', 'allowed', 'refused', 'withdrawn', 'ended'.
  state TEXT NOT NULL,
  -- The file that the owner agreed to, once there is one.
  agreed_sha256 TEXT,
  -- Whether that yes is needed before it is shown.
  looks INTEGER NOT NULL,
  -- On whose device it is drawn.
  maker TEXT NOT NULL,
  clip TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  answered_at INTEGER,
  PRIMARY KEY (render, owner)
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_of_owner ON requests (owner, state, asked_at DESC);
CREATE INDEX requests_of_creator ON requests (creator, state, asked_at DESC);
