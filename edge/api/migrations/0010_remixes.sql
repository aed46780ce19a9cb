-- Remixes, views, and sites that embed. Times are milliseconds since 1970.

-- What a clip was made out of. The number stays when that clip is gone: it names nobody.
ALTER TABLE clips ADD COLUMN remix_of TEXT;
CREATE INDEX clips_remixes ON clips (remix_of, state, published_at DESC, id DESC) WHERE remix_of IS NOT NULL;

-- Every clip above a remix, from the moment on that it is asked for: what is taken back takes all of them with it, whatever
-- became of those in between.
CREATE TABLE remixes (
  -- The clip that is made, or will be.
  clip TEXT NOT NULL,
  -- What makes it.
  render TEXT NOT NULL,
  ancestor TEXT NOT NULL,
  -- 1 for the clip that it is made out of.
  depth INTEGER NOT NULL,
  PRIMARY KEY (clip, ancestor)
) STRICT, WITHOUT ROWID;
CREATE INDEX remixes_of_ancestor ON remixes (ancestor, render);

-- Views of a clip on one day (days since 1970). Nothing else is kept of a view.
CREATE TABLE clip_views (
  clip TEXT NOT NULL,
  day INTEGER NOT NULL,
  views INTEGER NOT NULL,
  PRIMARY KEY (clip, day)
) STRICT, WITHOUT ROWID;

-- Keyed hashes of the keys with which views were sent, so that a request that is sent twice counts once.
CREATE TABLE view_marks (
  mark TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX view_marks_by_age ON view_marks (at);

-- Host names of sites that loaded the player for other sites, as the browser named them.
CREATE TABLE embed_sites (
  clip TEXT NOT NULL,
  host TEXT NOT NULL,
  loads INTEGER NOT NULL,
  -- Days since 1970.
  last_day INTEGER NOT NULL,
  PRIMARY KEY (clip, host)
) STRICT, WITHOUT ROWID;
