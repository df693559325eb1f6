import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';

import { client, onFlush, useMay, usePrefetch } from '#renderer/client/index.ts';

import { createAppRouter } from './router.tsx';

const REMEMBER_AFTER_MS = 400;

/** The program for one signed-in person: starts where they were and remembers where they are. */
export function OpenProgram({ place }: { readonly place: string | null }) {
  const ask = usePrefetch();
  const may = useMay();
  const mayNow = useRef(may);
  mayNow.current = may;
  const [router] = useState(() => createAppRouter(place ?? '/', { ask, may: permission => mayNow.current(permission) }));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const remember = async (): Promise<void> => {
      clearTimeout(timer);
      timer = undefined;
      await client.session.rememberPlace({ place: router.state.location.href }).catch(() => undefined);
    };
    const stop = router.subscribe('onResolved', () => {
      clearTimeout(timer);
      timer = setTimeout(() => void remember(), REMEMBER_AFTER_MS);
    });
    // Whoever has just come somewhere and pulls the card is led back there.
    const withdraw = onFlush(async () => {
      if (timer !== undefined) await remember();
    });
    return () => {
      stop();
      withdraw();
      clearTimeout(timer);
    };
  }, [router]);
  return <RouterProvider router={router} />;
}
