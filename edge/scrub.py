"""Rewrites SQLite databases without anything that was deleted: no free pages, no journal.

Usage: scrub.py FILE... while nothing else has the files open.
"""

import os
import sqlite3
import sys


def scrub(path: str) -> None:
    """Empties the write-ahead log of one database and rebuilds its file from the live rows alone."""
    database = sqlite3.connect(path, isolation_level=None, timeout=5)
    try:
        database.execute("PRAGMA secure_delete = ON")
        database.execute("PRAGMA temp_store = MEMORY")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        # The last connection removes the log.
        database.close()


def main() -> int:
    failed = 0
    for path in sys.argv[1:]:
        try:
            scrub(path)
        except sqlite3.Error as error:
            print(f"{os.path.basename(path)}: {error}", file=sys.stderr)
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
