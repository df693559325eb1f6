import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

import { client } from '#renderer/client/index.ts';

import { createAppRouter } from './router.tsx';

const REMEMBER_AFTER_MS = 400;

/** The program for one signed-in person: starts where they were and remembers where they are. */
export function OpenProgram({ place }: { readonly place: string | null }) {
  const [router] = useState(() => createAppRouter(place ?? '/'));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const remember = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void client.session.rememberPlace({ place: router.state.location.href }).catch(() => undefined), REMEMBER_AFTER_MS);
    };
    const stop = router.subscribe('onResolved', remember);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [router]);
  return <RouterProvider router={router} />;
}
