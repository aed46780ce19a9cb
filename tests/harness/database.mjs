// What time and crashes do to the database, done at once.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

const SCRIPT = `
import json, sqlite3, sys
sql, *files = sys.argv[1:]
for file in files:
    database = sqlite3.connect(file)
    if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'accounts'").fetchone():
        rows = database.execute(sql).fetchall()
        database.commit()
        print(json.dumps(rows))
    database.close()
`;

/** Ends a server, runs one SQL statement on its database, and starts it again: `{ server, rows }`. */
export async function meanwhile(server, sql) {
  await server.stop();
  const files = [...server.stored()].map(([file]) => file).filter((file) => file.includes('/d1/') && file.endsWith('.sqlite'));
  const run = spawnSync('python3', ['-c', SCRIPT, sql, ...files], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  assert.notEqual(run.stdout, '', 'there is a database');
  return { server: await server.again(), rows: JSON.parse(run.stdout) };
}
