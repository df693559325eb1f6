import { seededRandom } from '../../../build/scripts/bench/fill/random.ts';
import { keepRecord } from './record.ts';
import { windowDesk } from './window-desk.ts';
import { programIn, wireDesk, type DeskOptions, type HeldNote, type WritingDesk } from './writing-desk.ts';

/** How a life is lived: with the real window, or over the wire. */
export interface LifeOptions extends Omit<DeskOptions, 'program'> {
  readonly kind: 'window' | 'wire';
  /** Folder of the built program. */
  readonly dist: string;
  readonly record: string;
  /** null: a new note is begun. */
  readonly noteId: string | null;
  readonly seed: number;
}
export type FromLife = { readonly ready: { readonly noteId: string; readonly held: string } } | { readonly failed: string } | { readonly ended: true };
/** `new`: another note is begun. */
export type ToLife = 'type' | 'new' | 'end';

// The shell of one life, in a process of its own: somebody signs in and types until everything is killed. After a lock they sign in again.
const options = JSON.parse(process.argv[2] ?? '') as LifeOptions;
const random = seededRandom(options.seed);
const keeper = keepRecord(options.record);
// No vowels and no figures: nothing that a phrase or a measurement would make something else of.
const LETTERS = 'bcdfghjklmnpqrtvwxz ';
const pause = (ms: number): Promise<void> => new Promise(resolve => { setTimeout(resolve, ms); });
const tell = (message: FromLife): void => void process.send?.(message);
let isEnding = false;
let heard: (message: ToLife) => void = () => undefined;

process.on('message', (message: ToLife) => {
  if (message === 'end') isEnding = true;
  heard(message);
});

async function live(): Promise<void> {
  const parts = { ...options, program: programIn(options.dist) };
  const desk = await (options.kind === 'window' ? windowDesk(parts) : wireDesk(parts));
  let { noteId } = options;
  while (!isEnding) {
    await desk.signIn();
    noteId = (await open(desk, noteId)).noteId;
    await typeUntilLocked(desk);
  }
  await desk.close();
  tell({ ended: true });
}

/** Opens the note, says what is held of it, and waits until told to type. */
async function open(desk: WritingDesk, noteId: string | null): Promise<HeldNote> {
  const held = await desk.open(noteId);
  keeper.began(held.noteId, held.text);
  const told = new Promise<ToLife>(resolve => { heard = resolve; });
  tell({ ready: { noteId: held.noteId, held: held.text } });
  return (await told) === 'new' ? open(desk, null) : held;
}

/** Ten or so letters a second, a thought now and then. */
async function typeUntilLocked(desk: WritingDesk): Promise<void> {
  while (!isEnding) {
    const { isWriting, shownSaved } = await desk.look();
    if (shownSaved !== null) keeper.shownSaved(shownSaved);
    if (!isWriting) return;
    const letter = random.pick([...LETTERS]);
    keeper.key(letter);
    await desk.type(letter);
    const isThinking = random.below(25) === 0;
    const wait = Date.now() + (isThinking ? 800 + random.below(700) : 40 + random.below(80));
    // Whoever thinks looks at the screen meanwhile.
    while (!isEnding && Date.now() < wait) {
      await pause(Math.min(60, Math.max(1, wait - Date.now())));
      const seen = await desk.look();
      if (seen.shownSaved !== null) keeper.shownSaved(seen.shownSaved);
      if (!seen.isWriting) return;
    }
  }
}

live().then(
  () => process.disconnect(),
  (error: unknown) => {
    tell({ failed: error instanceof Error ? error.message : 'unknown' });
    process.exit(1);
  },
);
