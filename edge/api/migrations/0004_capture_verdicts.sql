-- When a capture was accepted or refused, in milliseconds since 1970: refusals in a row are followed by a pause.
ALTER TABLE captures ADD COLUMN judged_at INTEGER;
