import { appendFileSync, readFileSync } from 'node:fs';

/** What was there when somebody began to type. */
interface Began { readonly began: string; readonly noteId: string }
/** A letter, written down before it is typed: what the file says was typed is never less than what was. */
interface Key { readonly key: string; readonly at: number }
/** The screen said "saved", and this many letters of the note stood on it then. */
interface Shown { readonly shownSaved: number; readonly at: number }
type Line = Began | Key | Shown;

/** A file that outlives its writer: every line is with the system before the next key, whoever is killed then. */
export interface Keeper {
  began(noteId: string, text: string): void;
  key(letter: string): void;
  shownSaved(length: number): void;
}

export function keepRecord(file: string): Keeper {
  const put = (line: Line): void => appendFileSync(file, `${JSON.stringify(line)}\n`);
  return {
    began: (noteId, text) => put({ began: text, noteId }),
    key: letter => put({ key: letter, at: Date.now() }),
    shownSaved: length => put({ shownSaved: length, at: Date.now() }),
  };
}

/** The last stretch of typing: from the text it began with to the last key. */
export interface Stretch {
  readonly noteId: string;
  readonly began: string;
  readonly keys: readonly Key[];
  /** The most letters that stood on the screen as saved; 0 when it never said so. */
  readonly shownSaved: number;
}

/** `before`: that many stretches further back. */
export function lastStretch(file: string, before = 0): Stretch {
  const lines = readFileSync(file, 'utf8').trim().split('\n').map(line => JSON.parse(line) as Line);
  const starts = lines.flatMap((line, at) => ('began' in line ? [at] : []));
  const start = starts.at(-1 - before) ?? -1;
  const first = lines[start];
  if (!first || !('began' in first)) throw new Error('nothing was typed yet');
  const rest = lines.slice(start + 1, starts[starts.length - before]);
  return {
    noteId: first.noteId, began: first.began,
    keys: rest.filter((line): line is Key => 'key' in line),
    shownSaved: rest.reduce((most, line) => ('shownSaved' in line ? Math.max(most, line.shownSaved) : most), 0),
  };
}

export interface Loss {
  /** What is there is the beginning of what was typed: no letter is missing in the middle, none was put in. */
  readonly isBeginning: boolean;
  /** Letters that the screen had shown as saved and that are gone. Must be 0. */
  readonly savedLetters: number;
  readonly letters: number;
  /** From the first letter lost to the kill, or to the last key after it if that came later: how much of somebody's typing is gone. */
  readonly ms: number;
}

/** What a kill at `killedAt` cost, given what the clinic holds afterwards. */
export function lossOf({ began, keys, shownSaved }: Stretch, { killedAt, held }: { readonly killedAt: number; readonly held: string }): Loss {
  const typed = began + keys.map(({ key }) => key).join('');
  const lost = keys.slice(Math.max(0, held.length - began.length));
  const end = Math.max(killedAt, keys.at(-1)?.at ?? 0);
  return {
    isBeginning: typed.startsWith(held) && held.length >= began.length,
    savedLetters: Math.max(0, shownSaved - held.length),
    letters: lost.length,
    ms: lost[0] ? end - lost[0].at : 0,
  };
}

/** The worst of each kind of kill, and how much was typed in all. */
export function killFigures() {
  const kinds = new Map<string, { kills: number; ms: number; letters: number }>();
  let typed = 0;
  return {
    count: (kind: string, { ms, letters }: Loss, keys: number): void => {
      typed += keys;
      for (const name of [kind, 'all']) {
        const { kills = 0, ms: most = 0, letters: many = 0 } = kinds.get(name) ?? {};
        kinds.set(name, { kills: kills + 1, ms: Math.max(most, ms), letters: Math.max(many, letters) });
      }
    },
    letters: () => typed,
    print: (): void => {
      for (const [name, { kills, ms, letters }] of [...kinds].sort(([a], [b]) => a.localeCompare(b))) console.log(`${name}: ${kills} kills, at most ${ms} ms (${letters} letters) lost`);
      console.log(`${typed} letters typed`);
    },
  };
}
