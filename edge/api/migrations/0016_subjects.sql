-- A render asks for likenesses and characters, and of one person it may ask for both. So what is asked for is in the key, and
-- not whose it is: `subject` is the identifier of the character, or of the account whose likeness it is.

CREATE TABLE render_cast_anew (
  render TEXT NOT NULL,
  subject TEXT NOT NULL,
  account TEXT NOT NULL,
  -- The character that plays in the owner's place. None where the likeness plays.
  character TEXT,
  PRIMARY KEY (render, subject)
) STRICT, WITHOUT ROWID;
INSERT INTO render_cast_anew (render, subject, account, character)
  SELECT render, COALESCE(character, account), account, character FROM render_cast;

-- What is asked of an owner: whether something of theirs may be used, and whether the very file may be shown. One row for
-- each likeness and each character whose owner is not the creator.
CREATE TABLE requests_anew (
  render TEXT NOT NULL,
  subject TEXT NOT NULL,
  owner TEXT NOT NULL,
  -- None where the likeness is asked for.
  character TEXT,
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
  PRIMARY KEY (render, subject)
) STRICT, WITHOUT ROWID;
-- Before, an owner was asked about one thing in a render: about the character, where theirs played.
INSERT INTO requests_anew (render, subject, owner, character, creator, state, agreed_sha256, looks, maker, clip, asked_at,
  answered_at)
  SELECT q.render, COALESCE(k.character, q.owner), q.owner, k.character, q.creator, q.state, q.agreed_sha256, q.looks,
  q.maker, q.clip, q.asked_at, q.answered_at
  FROM requests q LEFT JOIN render_cast k ON k.render = q.render AND k.account = q.owner;

DROP TABLE render_cast;
ALTER TABLE render_cast_anew RENAME TO render_cast;
CREATE INDEX renders_with_cast ON render_cast (account);
CREATE INDEX renders_with_character ON render_cast (character) WHERE character IS NOT NULL;
DROP TABLE requests;
ALTER TABLE requests_anew RENAME TO requests;
CREATE INDEX requests_of_owner ON requests (owner, state, asked_at DESC);
CREATE INDEX requests_of_creator ON requests (creator, state, asked_at DESC);
