import { useSyncExternalStore } from 'react';

/** A question that any screen, command or key may put, and that one dialog above them all answers. */
export interface Asked<Question> {
  /** Opens the dialog, or closes it with undefined. */
  readonly ask: (question: Question | undefined) => void;
  /** What is asked now; undefined while nobody has asked. Draws its component again when that changes. */
  readonly useAsked: () => Question | undefined;
}

/** A place for one question at a time; the newest takes the place of the one before. */
export function createAsked<Question>(): Asked<Question> {
  let asked: Question | undefined;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const now = (): Question | undefined => asked;
  return {
    ask: question => {
      asked = question;
      for (const listener of [...listeners]) listener();
    },
    useAsked: () => useSyncExternalStore(subscribe, now),
  };
}
