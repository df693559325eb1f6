import { afterAll, afterEach, expect } from 'vitest';

import type { RestoreOffer, RestoreState } from '#shared/contract/restore.ts';
import { type Answers, closeBrowser, type FakePage, openFakeClinic } from '#test/support/fake-clinic.ts';
import { aSession, baseAnswers } from '#test/support/fake-session.ts';

import { picture } from '../support/one-screen.ts';
import { NOW } from './backup-answers.ts';

export const IDLE: RestoreState = { step: 'idle', place: null, generationId: null, progress: null, comparison: null, error: null, errorParams: {}, keptAside: null };

/** An offer of a place with nothing doubtful about it. */
export const anOffer = (over: Pick<RestoreOffer, 'choices' | 'heads'> & Partial<RestoreOffer>): RestoreOffer =>
  ({ clinicName: 'Lindens Läkarmottagning', forked: false, expected: [], unread: 0, gone: 0, otherPlace: null, confirmed: null, ...over });

export interface Opening {
  readonly from?: 'firstRun' | 'locked';
  readonly language?: 'sv' | 'en';
  readonly options?: Parameters<typeof openFakeClinic>[1];
  readonly more?: Answers;
}

let open: FakePage | undefined;
let state: RestoreState = IDLE;

/** Where core stands; the page is told by `say`. */
export async function say(next: Partial<RestoreState>): Promise<void> {
  state = { ...state, ...next };
  await open?.send({ type: 'changed', areas: ['restore'] });
}

/** The wizard as it opens from the first run or the sign-in screen, over this place's answers. */
export async function openWizard(place: Answers, { from = 'firstRun', language = 'sv', options = {}, more = {} }: Opening = {}): Promise<FakePage> {
  open = await openFakeClinic({
    ...baseAnswers(aSession(from === 'firstRun' ? { phase: 'firstRun', clinic: null, setupStep: 'clinic', language } : { phase: 'locked', language })),
    'setup.state': { step: 'clinic', clinic: null, issuers: [], card: null },
    'restore.nearby': { folders: [] },
    'restore.state': () => state,
    'restore.start': ({ generationId }: { generationId: string }) => (state = { ...IDLE, step: 'running', place: 'x', generationId, progress: { job: 'restore', phase: 'restoring', done: 61_000_000, total: 182_000_000 } }),
    'restore.adopt': () => (state = { ...state, step: 'adopted', keptAside: '/var/lib/klinikbok/old-2026-11-23T09-00-00-000Z' }),
    'restore.cancel': () => { state = IDLE; return {}; },
    ...place, ...more,
  }, options);
  await open.page.clock.setFixedTime(NOW);
  await open.page.getByRole('button', { name: language === 'sv' ? /Återställ (kliniken|från säkerhetskopia)/ : /Restore (the clinic|from)/i }).press('Enter');
  return open;
}

/** A picture to look at, when somebody asked for them. */
export async function shot(name: string): Promise<void> {
  if (open) await picture(open, name);
}

/** The step that stands under this heading. */
export const title = (page: FakePage['page'], name: string) => page.getByRole('heading', { level: 2, name }).waitFor({ timeout: 15_000 });

/** Ends each test's page, which has complained about nothing, and the browser after the last. */
export function closeAfterEach(): void {
  afterEach(async () => {
    expect(open?.complaints ?? []).toEqual([]);
    await open?.close();
    open = undefined;
    state = IDLE;
  });
  afterAll(closeBrowser);
}
