import { useCallback, useEffect, useRef, useState } from 'react';

import type { LogLine } from '#shared/domain/log/log-line.ts';

import { callProcedure, type InputOf } from '#renderer/client/index.ts';

/** Which rows; what the filter line of the screen says. */
export interface LogChoice {
  readonly patientId: string | null;
  readonly userId: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly actions: InputOf<'log', 'all'>['actions'];
  readonly refusedOnly: boolean;
}

export interface LogPages {
  readonly lines: readonly LogLine[];
  readonly isLoading: boolean;
  readonly error: unknown;
  /** The name of the patient, when rows of one patient are shown. */
  readonly label: string | null;
  readonly more: () => void;
}

interface Answer {
  readonly lines: readonly LogLine[];
  readonly nextBefore: number | null;
  readonly label?: string;
}

const LIMIT = 200;

function ask({ patientId, userId, ...filter }: LogChoice, before: number | null): Promise<Answer> {
  const page = { ...filter, before, limit: LIMIT };
  if (patientId !== null) return callProcedure('log', 'ofPatient', { ...page, patientId, userId });
  return userId === null ? callProcedure('log', 'all', page) : callProcedure('log', 'ofUser', { ...page, userId });
}

const NOTHING = { lines: [] as readonly LogLine[], next: null as number | null, label: null as string | null, isLoading: true, error: null as unknown };

/**
 * Rows a page at a time, newest first. Not refreshed by itself: each reading is a row of its own in the log, and rows
 * must not move under the reader.
 */
export function useLogPages(choice: LogChoice): LogPages {
  const [state, setState] = useState(NOTHING);
  const key = JSON.stringify(choice);
  const current = useRef(key);
  const load = useCallback(async (asked: string, before: number | null) => {
    try {
      const answer = await ask(JSON.parse(asked) as LogChoice, before);
      if (current.current !== asked) return;
      setState(old => ({ lines: before === null ? answer.lines : [...old.lines, ...answer.lines], next: answer.nextBefore, label: answer.label ?? null, isLoading: false, error: null }));
    } catch (error) {
      if (current.current === asked) setState(old => ({ ...old, isLoading: false, error }));
    }
  }, []);
  useEffect(() => {
    current.current = key;
    setState(NOTHING);
    void load(key, null);
  }, [key, load]);
  const more = useCallback(() => {
    if (state.next === null || state.isLoading) return;
    setState(old => ({ ...old, isLoading: true }));
    void load(key, state.next);
  }, [key, load, state.next, state.isLoading]);
  return { lines: state.lines, isLoading: state.isLoading, error: state.error, label: state.label, more };
}
