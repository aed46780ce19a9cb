-- Near copies are told by what is seen and by what is heard.

-- The key frame with left and right swapped, 16 hexadecimal digits. None where nobody has looked since there is one.
ALTER TABLE prints ADD COLUMN mirrored TEXT;

-- The sound of every clip that was looked at, as an acoustic fingerprint: eight hexadecimal digits a word. None where there
-- is nothing to hear.
CREATE TABLE sounds (
  clip TEXT PRIMARY KEY,
  sound TEXT
) STRICT, WITHOUT ROWID;

-- Stay-down: the sound of what is held.
CREATE TABLE stay_sounds (
  takedown TEXT PRIMARY KEY,
  sound TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Of near copies: whether left and right are swapped, and what the sound says (unknown, same, other).
ALTER TABLE holds ADD COLUMN mirrored INTEGER NOT NULL DEFAULT 0;
ALTER TABLE holds ADD COLUMN heard TEXT;
