-- Characters are lent by a policy of their own: the version of it that `paused` is from, so that an older projection never
-- undoes a newer one.
ALTER TABLE characters ADD COLUMN policy INTEGER NOT NULL DEFAULT 0;
