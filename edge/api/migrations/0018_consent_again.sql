-- The switch that pauses everything of an account. `still_turn` counts how often it was turned, `still_done` is the last
-- turn that has reached the likeness and every character: what lags behind is taken up again.
ALTER TABLE accounts ADD COLUMN still INTEGER NOT NULL DEFAULT 0 CHECK (still IN (0, 1));
ALTER TABLE accounts ADD COLUMN still_turn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN still_done INTEGER NOT NULL DEFAULT 0;
CREATE INDEX accounts_turning ON accounts (id) WHERE still_done < still_turn;

-- What a handle looks like, as a keyed hash: two that look alike have the same. None until the clock has come by, for handles
-- that are older than this column.
ALTER TABLE accounts ADD COLUMN look_hash TEXT;
CREATE INDEX accounts_look ON accounts (look_hash);
ALTER TABLE retired_handles ADD COLUMN look_hash TEXT;
CREATE INDEX retired_look ON retired_handles (look_hash);
