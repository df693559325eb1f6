import { useState } from 'react';

import type { NoteDetail } from '#shared/contract/journal.ts';

import { ApiError, useCommandOf, useMay, useQueryOf, useSession } from '#renderer/client/index.ts';
import { notify, useText } from '#renderer/ui/index.ts';

/**
 * - lock: closed now, signed with the day; - sign: signed on the card at once; - close: administrative, no signature;
 * - handOver: for somebody else to sign.
 */
export type SigningMode = 'lock' | 'sign' | 'close' | 'handOver';

export interface Signing {
  /** What F9 does here; null when this person can do nothing with the note. */
  readonly first: SigningMode | null;
  /** What Shift+F9 does; null when there is no other way. */
  readonly second: SigningMode | null;
  /** Saves the last key, then does it; asks for the PIN when the last proof is more than five minutes old (L-11). */
  readonly run: (mode: SigningMode) => void;
  readonly withPin: (pin: string) => void;
  /** What the PIN is asked for; null while it is not. */
  readonly asking: SigningMode | null;
  readonly isRunning: boolean;
  /** How often a PIN has been tried, so that the field takes the focus again. */
  readonly tries: number;
  readonly error: unknown;
  readonly cancel: () => void;
  /** The person's own turning round of the two keys; null where there is nothing to choose. */
  readonly own: { readonly eachNote: boolean; readonly turn: () => void } | null;
}

interface SigningOf {
  readonly detail: NoteDetail;
  /** Saves the last key and gives the revision to close. */
  readonly save: () => Promise<number>;
}

/** The ways open for this note and person: F9 and Shift+F9. */
function useModes({ head, maySign, signer }: NoteDetail): readonly [SigningMode | null, SigningMode | null] {
  const may = useMay();
  const { data: session } = useSession();
  const signsEach = useSignsEach();
  const user = session?.user ?? null;
  if (head.noteType === 'system') return ['close', null];
  const isForAnother = head.ownDraft === 'draft' && signer.id !== user?.id;
  if (!maySign) return [isForAnother && may('journal.write') ? 'handOver' : null, null];
  return waysToClose(user?.certificateNotAfter !== undefined && user.certificateNotAfter !== null, signsEach);
}

/** The clinic's way, or at once where this person has chosen so for themselves. */
function useSignsEach(): boolean {
  const { data: settings } = useQueryOf('signing', 'settings', {});
  const { data: own } = useQueryOf('signing', 'own', {});
  return settings?.signEachNote === true || own?.eachNote === true;
}

/** Signing each note at once is a choice where the clinic signs by the day; not the opposite, since the clinic decides what may wait. */
function useOwnWay(modes: readonly (SigningMode | null)[]): Signing['own'] {
  const t = useText();
  const { data: settings } = useQueryOf('signing', 'settings', {});
  const { data: own } = useQueryOf('signing', 'own', {});
  const save = useCommandOf('signing', 'saveOwn');
  if (!modes.includes('sign') || settings?.signEachNote !== false || own === undefined) return null;
  const eachNote = !own.eachNote;
  return { eachNote: own.eachNote, turn: () => save.start({ eachNote }, () => notify(t(eachNote ? 'signing.own.each' : 'signing.own.day'))) };
}

/** Without a card there is nothing to sign with; locking works all the same. */
function waysToClose(hasCard: boolean, signEachNote: boolean): readonly [SigningMode, SigningMode | null] {
  if (!hasCard) return ['lock', null];
  return signEachNote ? ['sign', 'lock'] : ['lock', 'sign'];
}

/** Runs the four ways a note leaves its writer's hands. */
function useRunners({ detail: { head }, save }: SigningOf): (mode: SigningMode, pin: string | undefined) => Promise<unknown> {
  const lock = useCommandOf('signing', 'lock');
  const handOver = useCommandOf('signing', 'handOver');
  const sign = useCommandOf('journal', 'sign');
  const close = useCommandOf('journal', 'close');
  return async (mode, pin) => {
    const input = { patientId: head.patientId, noteId: head.noteId, revision: await save() };
    const proof = pin === undefined ? {} : { pin };
    if (mode === 'lock') return lock.run({ ...input, ...proof });
    if (mode === 'sign') return sign.run({ ...input, ...proof });
    return mode === 'close' ? close.run(input) : handOver.run(input);
  };
}

/** F9 and Shift+F9: the note as it stands is saved, then locked, signed, closed or handed over. */
export function useSigning(of: SigningOf): Signing {
  const t = useText();
  const [first, second] = useModes(of.detail);
  const own = useOwnWay([first, second]);
  const runMode = useRunners(of);
  const [asking, setAsking] = useState<SigningMode | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [tries, setTries] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const run = async (mode: SigningMode, pin?: string) => {
    setRunning(true);
    setError(null);
    try {
      await runMode(mode, pin);
      setAsking(null);
      notify(mode === 'handOver' ? t('signing.done.handOver', { name: of.detail.signer.name }) : t(`signing.done.${mode}`));
    } catch (failure) {
      if (failure instanceof ApiError && failure.detail.code === 'auth.freshRequired') setAsking(mode);
      else setError(failure);
      setTries(count => count + 1);
    } finally {
      setRunning(false);
    }
  };
  const cancel = () => {
    setAsking(null);
    setError(null);
  };
  return { first, second, run: mode => void run(mode), withPin: pin => void (asking && run(asking, pin)), asking, isRunning, tries, error, cancel, own };
}
