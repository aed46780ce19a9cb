-- Jobs at providers. Their objects are the truth; this is for lists, waits and reports.
CREATE TABLE jobs (
  render TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  generator TEXT NOT NULL,
  state TEXT NOT NULL,
  cause TEXT,
  stuck INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  waited_ms INTEGER,
  ended_at INTEGER
) STRICT;
CREATE INDEX jobs_by_generator ON jobs (generator, ended_at);
CREATE INDEX jobs_by_account ON jobs (account);
CREATE INDEX jobs_dead ON jobs (ended_at) WHERE state = 'failed' OR stuck = 1;
-- The operator's own prices, over the table that comes with the product.
CREATE TABLE prices (one INTEGER PRIMARY KEY CHECK (one = 1), json TEXT NOT NULL, changed_at INTEGER NOT NULL) STRICT;
