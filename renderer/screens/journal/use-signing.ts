import { useState } from 'react';

import { ApiError, useCommandOf } from '#renderer/client/index.ts';
import { notify, useText } from '#renderer/ui/index.ts';

export interface Signing {
  /** Saves, then signs; asks for the PIN when the last proof is more than five minutes old (L-11). */
  readonly sign: () => void;
  readonly withPin: (pin: string) => void;
  readonly isAsking: boolean;
  readonly isRunning: boolean;
  /** How often a PIN has been tried, so that the field takes the focus again. */
  readonly tries: number;
  readonly error: unknown;
  readonly cancel: () => void;
}

interface SigningOf {
  readonly patientId: string;
  readonly noteId: string;
  /** Saves the last key and gives the revision to sign. */
  readonly save: () => Promise<number>;
  /** Administrative notes are closed instead, without signature. */
  readonly isSystem: boolean;
}

/** F9: the note as it stands is saved, signed on the card and closed. */
export function useSigning({ patientId, noteId, save, isSystem }: SigningOf): Signing {
  const t = useText();
  const signNote = useCommandOf('journal', 'sign');
  const closeNote = useCommandOf('journal', 'close');
  const [isAsking, setAsking] = useState(false);
  const [isRunning, setRunning] = useState(false);
  const [tries, setTries] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const run = async (pin?: string) => {
    setRunning(true);
    setError(null);
    try {
      const revision = await save();
      if (isSystem) await closeNote.run({ patientId, noteId, revision });
      else await signNote.run({ patientId, noteId, revision, ...(pin === undefined ? {} : { pin }) });
      setAsking(false);
      notify(t(isSystem ? 'journal.sign.closed' : 'journal.sign.done'));
    } catch (failure) {
      if (failure instanceof ApiError && failure.detail.code === 'auth.freshRequired') setAsking(true);
      else setError(failure);
      setTries(count => count + 1);
    } finally {
      setRunning(false);
    }
  };
  const cancel = () => {
    setAsking(false);
    setError(null);
  };
  return { sign: () => void run(), withPin: pin => void run(pin), isAsking, isRunning, tries, error, cancel };
}
