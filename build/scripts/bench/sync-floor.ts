import { openSync, type Handle, type Statement, type Value } from './fill/bulk-file.ts';
import { floorOver, pragmas, type Floor, type FloorRows } from './floor.ts';

/** better-sqlite3(-multiple-ciphers), synchronous, on a writing and a reading connection. `keyHex` null: floor A, without encryption. */
export function syncFloor(name: string, file: string, keyHex: string | null): Floor {
  const connections = { writer: open(file, keyHex, 'writer'), reader: open(file, keyHex, 'reader') };
  const all: Floor['all'] = async ({ sql, bindings, on }) => {
    const { db, statements } = connections[on];
    let statement = statements.get(sql);
    if (!statement) statements.set(sql, (statement = db.prepare<Value[]>(sql)));
    if (statement.reader) return statement.all(...bindings) as FloorRows;
    statement.run(...bindings);
    return [];
  };
  return floorOver(name, all, async () => {
    connections.writer.db.close();
    connections.reader.db.close();
  });
}

function open(file: string, keyHex: string | null, on: 'writer' | 'reader'): { db: Handle; statements: Map<string, Statement> } {
  const db = openSync(file, keyHex);
  for (const pragma of pragmas(on)) db.pragma(pragma);
  return { db, statements: new Map() };
}
