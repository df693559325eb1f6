import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { afterAll, afterEach, expect } from 'vitest';

import { closeBrowser, type FakePage } from '#test/support/fake-clinic.ts';

const SHOTS = process.env['KLINIKBOK_SHOTS'];
/** True when somebody asked for pictures; for what is only there to be looked at. */
export const picturesWanted = SHOTS !== undefined;

/** A clinic behind the pages: what its dispatcher calls our own mistake, and its end. */
interface Behind {
  readonly reported: unknown[];
  stop(): Promise<unknown>;
}

interface Around {
  /** The clinic that stands behind every test of the file, stopped after the last. Undefined as long as there is none. */
  readonly clinic?: () => Behind | undefined;
  /** The same for a clinic that each test starts anew, stopped after each. */
  readonly ownClinic?: () => Behind | undefined;
  /** After each test, once its page is gone: what it left unfinished shall not greet the next one. */
  readonly tidy?: () => Promise<unknown>;
}

/** A picture of the whole page to look at, as `KLINIKBOK_SHOTS/name.png`, when somebody asked for them; animations have come to their end. */
export async function picture({ page }: FakePage, name: string): Promise<void> {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`), animations: 'disabled', fullPage: true });
}

/**
 * The page of each test of a file. Once a test is over its pages are closed and have complained about nothing, and the
 * clinic behind them reported nothing; then the clinic and, after the last, the browser are ended. Call it once, at the top.
 */
export function oneScreen({ clinic, ownClinic, tidy }: Around = {}) {
  const open: FakePage[] = [];
  afterEach(async () => {
    const pages = open.splice(0);
    const complaints = pages.flatMap(one => one.complaints);
    for (const one of pages) await one.close();
    await tidy?.();
    const reported = (clinic ?? ownClinic)?.()?.reported.splice(0) ?? [];
    await ownClinic?.()?.stop();
    expect(complaints).toEqual([]);
    expect(reported).toEqual([]);
  });
  afterAll(async () => {
    await closeBrowser();
    const last = clinic?.();
    await last?.stop();
    expect(last?.reported ?? []).toEqual([]);
  });
  const shown = (): FakePage => {
    const last = open.at(-1);
    if (!last) throw new Error('no page is open');
    return last;
  };
  return {
    shown,
    page: (): FakePage['page'] => shown().page,
    /** From now on this page is the one shown; it is looked after as long as the test runs. */
    keep: (opened: FakePage): FakePage => {
      open.push(opened);
      return opened;
    },
    press: async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) await shown().page.keyboard.press(key);
    },
    /** A picture of the page shown, see `picture`. */
    shot: (name: string): Promise<void> => picture(shown(), name),
  };
}
