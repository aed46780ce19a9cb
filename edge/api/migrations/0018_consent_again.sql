-- The switch that pauses everything of an account. `still_turn` counts how often it was turned, `still_done` is the last
-- turn that has reached the likeness and every character: what lags behind is taken up again.
ALTER TABLE accounts ADD COLUMN still INTEGER NOT NULL DEFAULT 0 CHECK (still IN (0, 1));
ALTER TABLE accounts ADD COLUMN still_turn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN still_done INTEGER NOT NULL DEFAULT 0;
CREATE INDEX accounts_turning ON accounts (id) WHERE still_done < still_turn;
