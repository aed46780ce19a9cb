// What time and crashes do to databases, done at once.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

const SCRIPT = `
import json, sqlite3, sys
table, sql, *files = sys.argv[1:]
for file in files:
    database = sqlite3.connect(file)
    if database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
        rows = database.execute(sql).fetchall()
        database.commit()
        print(json.dumps(rows))
    database.close()
`;

/** Runs one SQL statement on each database of an ended server that lies in `folder` and has `table`: the rows of each. */
function run(server, folder, table, sql) {
  const files = [...server.stored()].map(([file]) => file).filter((file) => file.includes(folder) && file.endsWith('.sqlite'));
  const done = spawnSync('python3', ['-c', SCRIPT, table, sql, ...files], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  assert.equal(done.status, 0, done.stderr);
  assert.notEqual(done.stdout, '', 'there is a database');
  return done.stdout.trim().split('\n').map((line) => JSON.parse(line));
}

/** Ends a server, runs one SQL statement on its database, and starts it again: `{ server, rows }`. */
export async function meanwhile(server, sql) {
  await server.stop();
  const [rows] = run(server, '/d1/', 'accounts', sql);
  return { server: await server.again(), rows };
}

/** Runs one SQL statement on every Durable Object of a class, of a server that has ended: the rows of all. */
export function inObjects(server, name, table, sql) {
  return run(server, name, table, sql).flat();
}
