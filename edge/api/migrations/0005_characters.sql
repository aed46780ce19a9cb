-- Characters: pets, toys and drawings. Times are milliseconds since 1970. Their Durable Objects are the truth.

CREATE TABLE characters (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('pet', 'toy', 'drawing')),
  -- 0 while its pack is being written: it counts, so that two at the same time cannot both be the last.
  ready INTEGER NOT NULL DEFAULT 0 CHECK (ready IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX characters_of_account ON characters (account, created_at);

-- The character that plays in the owner's place. None where the likeness plays.
ALTER TABLE render_cast ADD COLUMN character TEXT;
ALTER TABLE clip_cast ADD COLUMN character TEXT;
CREATE INDEX renders_with_character ON render_cast (character) WHERE character IS NOT NULL;
CREATE INDEX clips_with_character ON clip_cast (character) WHERE character IS NOT NULL;
