import { useEffect, useRef } from 'react';

type Save = () => Promise<void>;
const savers = new Set<Save>();

/** Registers a save that must happen before the program locks. Returns how to withdraw it. */
export function onFlush(save: Save): () => void {
  savers.add(save);
  return () => savers.delete(save);
}

/** Saves everything open, at most `limitMs`; a save that fails or hangs does not stop the others. */
export async function flushAll(limitMs: number): Promise<void> {
  const limit = new Promise<void>(resolve => setTimeout(resolve, limitMs));
  await Promise.race([Promise.allSettled([...savers].map(save => save())), limit]);
}

/** While the component is there, `save` runs at lock, and when the component goes away. */
export function useFlush(save: Save): void {
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => {
    const run = () => latest.current();
    const withdraw = onFlush(run);
    return () => {
      withdraw();
      // What could not be saved was told where it was typed; here nobody is left to tell.
      run().catch(() => undefined);
    };
  }, []);
}
