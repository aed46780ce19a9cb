-- Captures, likenesses, renders, clips and likes. Times are milliseconds since 1970. References are by id and without
-- foreign keys: the Durable Objects are the truth for likenesses and renders, these rows are projections for queries.

-- What the edge drew. Of the result only its acceptance is kept, never its measures.
CREATE TABLE captures (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  poses TEXT NOT NULL,
  words TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'drawn' CHECK (state IN ('drawn', 'refused', 'accepted', 'spent')),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX captures_of_account ON captures (account, created_at);

CREATE TABLE likenesses (
  account TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  captured_at INTEGER NOT NULL
) STRICT;

CREATE TABLE renders (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX renders_of_account ON renders (account, state, created_at);

CREATE TABLE render_cast (
  render TEXT NOT NULL,
  account TEXT NOT NULL,
  PRIMARY KEY (render, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX renders_with_cast ON render_cast (account);

CREATE TABLE clips (
  id TEXT PRIMARY KEY,
  render TEXT NOT NULL UNIQUE,
  creator TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published')),
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
  published_at INTEGER
) STRICT;
CREATE INDEX clips_published ON clips (state, published_at DESC, id DESC);
CREATE INDEX clips_of_creator ON clips (creator, state, published_at DESC, id DESC);

-- The speaker has position 0.
CREATE TABLE clip_cast (
  clip TEXT NOT NULL,
  position INTEGER NOT NULL,
  account TEXT NOT NULL,
  PRIMARY KEY (clip, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX clips_with_cast ON clip_cast (account);

-- A like is a row, the number of likes is a count of rows: two at the same time cannot miscount.
CREATE TABLE likes (
  clip TEXT NOT NULL,
  account TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (clip, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX likes_of_account ON likes (account);
