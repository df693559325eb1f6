import { useEffect, useState } from 'react';

/** True from the first frame on that was drawn while `isReady` held: what can wait is not in the way of what the person asked for. */
export function useDrawn(isReady: boolean): boolean {
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    if (!isReady) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // the callback runs before the frame, the timer after it
    const frame = requestAnimationFrame(() => (timer = setTimeout(() => setDrawn(true))));
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      setDrawn(false);
    };
  }, [isReady]);
  return isReady && isDrawn;
}
