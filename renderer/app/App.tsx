import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { startActivity, startEvents } from '#renderer/client/events.ts';
import { SessionStateProvider, useSession } from '#renderer/client/index.ts';
import { UiProvider, type Language } from '#renderer/ui/index.ts';

import { ErrorBoundary } from './ErrorBoundary.tsx';
import { LockingNotice } from './LockingNotice.tsx';
import { Phases } from './Phases.tsx';
import { createQueryClient } from './query-client.ts';

export function App() {
  const [cache] = useState(createQueryClient);
  useEffect(() => startEvents(cache), [cache]);
  useEffect(() => startActivity(), []);
  return (
    <QueryClientProvider client={cache}>
      <InSession />
    </QueryClientProvider>
  );
}

/** Everybody looks at one session. The texts follow its language; before the first answer the computer's own decides. */
function InSession() {
  const { data } = useSession();
  const language: Language = data?.language ?? (navigator.language.startsWith('en') ? 'en' : 'sv');
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <SessionStateProvider value={data}>
      <UiProvider language={language} timeZone={data?.clinic?.timeZone}>
        <ErrorBoundary>
          <Phases />
          <LockingNotice />
        </ErrorBoundary>
      </UiProvider>
    </SessionStateProvider>
  );
}
