import { useEffect, useState } from 'react';

import type { OtherWriter } from '#shared/contract/writing.ts';

import { callProcedure, onFlush, useQueryOf } from '#renderer/client/index.ts';

/** Well under the half minute that core keeps a sign on the door. */
const EVERY_MS = 8_000;

/** Says that this window writes in the note for as long as it does, and gives who else does: other people, other windows. */
export function useWritingHere(patientId: string, noteId: string): readonly OtherWriter[] {
  const [others, setOthers] = useState<readonly OtherWriter[]>([]);
  useEffect(() => {
    let isHere = true;
    const say = (): void => {
      // A sign on the door is a courtesy: when it cannot be hung up, writing goes on, and saving says what is wrong.
      callProcedure('writing', 'here', { patientId, noteId }).then(answer => { if (isHere) setOthers(answer.others); }).catch(() => undefined);
    };
    say();
    const leave = async (): Promise<void> => void (await callProcedure('writing', 'away', { noteId }).catch(() => undefined));
    const timer = setInterval(say, EVERY_MS);
    // Before a lock as well: whoever comes back would be told that they write in another window.
    const withdraw = onFlush(leave);
    return () => {
      isHere = false;
      clearInterval(timer);
      withdraw();
      void leave();
    };
  }, [patientId, noteId]);
  return others;
}

/** Who writes in a note that this window reads. */
export function useOthers(patientId: string, noteId: string): readonly OtherWriter[] {
  return useQueryOf('writing', 'others', { patientId, noteId }, { everyMs: EVERY_MS }).data?.others ?? [];
}
