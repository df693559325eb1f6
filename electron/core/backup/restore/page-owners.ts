import type { Redacted } from '#shared/kernel/redacted.ts';
import { asTreePage, cellsOf, isNode, openPages, overflowOf, type PageReader, readVarint, type TreePage } from './page-reader.ts';

/** One tree of the database, from sqlite_master. */
export interface TreeRoot {
  readonly kind: 'table' | 'index';
  readonly name: string;
  /** The table it belongs to; its own name for a table. */
  readonly table: string;
  readonly root: number;
}

/** Rows that were on a lost page: rowids above `after` and up to `upTo`; null where the table begins or ends. */
export interface RowRange {
  readonly after: number | null;
  readonly upTo: number | null;
}

export interface TreeLoss extends Omit<TreeRoot, 'root'> {
  /** Lost pages of this tree. */
  readonly pages: number;
  /** Which rows they held; empty for an index and for a table without rowids. */
  readonly rows: readonly RowRange[];
}

export interface PageOwners {
  readonly losses: readonly TreeLoss[];
  /** Lost pages that held nothing. */
  readonly freePages: number;
  /** Lost pages whose content cannot be named: what would point to them is lost too. */
  readonly unnamedPages: number;
}

interface Walk {
  readonly reader: PageReader;
  readonly lost: ReadonlySet<number>;
  /** Lost pages found so far, by any tree. */
  readonly named: Set<number>;
  /** Whether leaves are read too, for rows that go on to other pages. */
  readonly leaves: boolean;
}

interface Found { pages: Set<number>; rows: RowRange[] }

const TOO_DEEP = 40;

/** A page to visit, and the rowids that can be on it; null in a tree that has none. */
interface Stop { readonly page: number; readonly range: RowRange | null; readonly depth: number }

function children(page: TreePage, at: Stop, pages: number): Stop[] {
  const depth = at.depth + 1;
  const cells = cellsOf(page).map(cell => ({ child: page.bytes.readUInt32BE(cell), key: page.kind === 'tableNode' ? readVarint(page.bytes, cell + 4).value : null }));
  const last = { child: page.bytes.readUInt32BE(page.header + 8), key: at.range?.upTo ?? null };
  const stops = [...cells, last].map(({ child, key }, index): Stop => {
    const after = index === 0 ? (at.range?.after ?? null) : (cells[index - 1]?.key ?? null);
    return { page: child, range: page.kind === 'tableNode' ? { after, upTo: key } : null, depth };
  });
  return stops.filter(stop => stop.page > 0 && stop.page <= pages);
}

/** Follows a row that goes on to other pages until its end or the first lost one. */
async function chain(walk: Walk, from: { page: number; rowid: number | null }, found: Found): Promise<void> {
  const seen = new Set<number>();
  for (let page = from.page; page > 0 && page <= walk.reader.pages && !seen.has(page);) {
    seen.add(page);
    if (walk.lost.has(page)) {
      walk.named.add(page);
      found.pages.add(page);
      if (from.rowid !== null) found.rows.push({ after: from.rowid - 1, upTo: from.rowid });
      return;
    }
    page = (await walk.reader.plain(page)).readUInt32BE(0);
  }
}

/** The page, if it has to be read whole: every node, and leaves only when rows that go on elsewhere are looked for. */
async function pageToRead(walk: Walk, number: number): Promise<TreePage | undefined> {
  const kind = number === 1 ? undefined : asTreePage(await walk.reader.start(number), number)?.kind;
  if (kind !== undefined && !isNode(kind) && !walk.leaves) return undefined;
  return asTreePage(await walk.reader.plain(number), number);
}

async function followOverflow(walk: Walk, page: TreePage, found: Found): Promise<void> {
  for (const cell of cellsOf(page)) {
    const over = overflowOf(page, cell, walk.reader.usable);
    if (over !== undefined) await chain(walk, over, found);
  }
}

async function visit(walk: Walk, at: Stop, found: Found): Promise<void> {
  if (walk.lost.has(at.page)) {
    walk.named.add(at.page);
    found.pages.add(at.page);
    if (at.range !== null) found.rows.push(at.range);
    return;
  }
  const page = at.depth > TOO_DEEP ? undefined : await pageToRead(walk, at.page);
  if (page === undefined) return;
  if (walk.leaves) await followOverflow(walk, page, found);
  if (!isNode(page.kind)) return;
  for (const stop of children(page, at, walk.reader.pages)) await visit(walk, stop, found);
}

/** Pages on SQLite's list of free ones, as far as it can be followed. */
async function freePages({ reader, lost }: Pick<Walk, 'reader' | 'lost'>): Promise<Set<number>> {
  const free = new Set<number>();
  if (lost.has(1)) return free;
  for (let trunk = (await reader.plain(1)).readUInt32BE(32); trunk > 0 && trunk <= reader.pages && !free.has(trunk);) {
    free.add(trunk);
    if (lost.has(trunk)) break;
    const bytes = await reader.plain(trunk);
    const count = Math.min(bytes.readUInt32BE(4), Math.floor((reader.usable - 8) / 4));
    for (let index = 0; index < count; index += 1) free.add(bytes.readUInt32BE(8 + 4 * index));
    trunk = bytes.readUInt32BE(0);
  }
  return free;
}

/** Ranges in order, those that touch each other made one. */
function joined(rows: readonly RowRange[]): RowRange[] {
  const low = (range: RowRange) => range.after ?? Number.NEGATIVE_INFINITY;
  const result: RowRange[] = [];
  for (const range of [...rows].sort((a, b) => low(a) - low(b))) {
    const last = result.at(-1);
    if (last === undefined || (last.upTo !== null && low(range) > last.upTo)) result.push(range);
    else if (last.upTo !== null && (range.upTo === null || range.upTo > last.upTo)) result[result.length - 1] = { after: last.after, upTo: range.upTo };
  }
  return result;
}

async function round(walk: Walk, roots: readonly TreeRoot[], found: Map<string, Found>): Promise<void> {
  for (const tree of roots) {
    const mine = found.get(tree.name) ?? { pages: new Set<number>(), rows: [] };
    found.set(tree.name, mine);
    await visit(walk, { page: tree.root, range: { after: null, upTo: null }, depth: 0 }, mine);
  }
}

/**
 * Which tables, indexes and rows lost pages belonged to, from the trees' own pages: SQLite stops at the first page it
 * cannot read, this goes around it. An index that lost pages loses no data. Pages are read from the first node down; the
 * leaves only when something is still unnamed, for rows longer than a page.
 */
export async function ownersOfPages(o: {
  readonly file: string; readonly keyHex: Redacted<string>; readonly pageSize: number; readonly pages: readonly number[]; readonly roots: readonly TreeRoot[];
}): Promise<PageOwners> {
  const lost = new Set(o.pages);
  const reader = await openPages(o.file, o.keyHex, o.pageSize);
  try {
    const named = new Set<number>();
    const found = new Map<string, Found>();
    await round({ reader, lost, named, leaves: false }, o.roots, found);
    const free = [...(await freePages({ reader, lost }))].filter(page => lost.has(page) && !named.has(page));
    for (const page of free) named.add(page);
    if (named.size < lost.size) {
      found.clear();
      await round({ reader, lost, named, leaves: true }, o.roots, found);
    }
    const losses = o.roots.flatMap(({ root: _root, ...tree }) => {
      const mine = found.get(tree.name);
      if (mine === undefined || mine.pages.size === 0) return [];
      return [{ ...tree, pages: mine.pages.size, rows: tree.kind === 'table' ? joined(mine.rows) : [] }];
    });
    return { losses, freePages: free.length, unnamedPages: lost.size - named.size };
  } finally {
    await reader.close();
  }
}
