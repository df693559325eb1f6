import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { startActivity, startEvents } from '#renderer/client/events.ts';
import { useSession } from '#renderer/client/index.ts';
import { UiProvider, type Language } from '#renderer/ui/index.ts';

import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Phases } from './Phases.tsx';
import { createQueryClient } from './query-client.ts';

export function App() {
  const [cache] = useState(createQueryClient);
  useEffect(() => startEvents(cache), [cache]);
  useEffect(() => startActivity(), []);
  return (
    <QueryClientProvider client={cache}>
      <InLanguage />
    </QueryClientProvider>
  );
}

/** The texts follow the session's language; before the first answer the computer's own decides. */
function InLanguage() {
  const { data } = useSession();
  const language: Language = data?.language ?? (navigator.language.startsWith('en') ? 'en' : 'sv');
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <UiProvider language={language} timeZone={data?.clinic?.timeZone}>
      <ErrorBoundary>
        <Phases />
      </ErrorBoundary>
    </UiProvider>
  );
}
