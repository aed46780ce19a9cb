-- Accounts on their way out: nobody comes in with one, nothing new is written for it, and the clock goes on with what a
-- crash left. The row itself is removed last.

ALTER TABLE accounts ADD COLUMN leaving INTEGER NOT NULL DEFAULT 0 CHECK (leaving IN (0, 1));
CREATE INDEX accounts_leaving ON accounts (leaving) WHERE leaving = 1;
