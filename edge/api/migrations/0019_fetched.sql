-- Whether a generator took anything of what it was offered: one that refuses an order outright fetches nothing. Of what was
-- sent before this column that is not known, so it stands as taken.
ALTER TABLE sent ADD COLUMN fetched INTEGER NOT NULL DEFAULT 1 CHECK (fetched IN (0, 1));
