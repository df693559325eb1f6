import { lazy, Suspense, useState } from 'react';

import { useErrorText, useSession } from '#renderer/client/index.ts';
import { SignInScreen } from '#renderer/screens/session/index.ts';
import { SetupScreen } from '#renderer/screens/setup/index.ts';
import { Banner, Button, useText } from '#renderer/ui/index.ts';

import { Gate } from './Gate.tsx';
import { loadProgram } from './load-program.ts';

const OpenProgram = lazy(async () => ({ default: (await loadProgram()).OpenProgram }));
const Restore = lazy(async () => ({ default: (await loadProgram()).RestoreScreen }));

/** First run, locked, set-up, open or broken: what the person sees follows the session's phase and nothing else. */
export function Phases() {
  const { data, error, refetch } = useSession();
  const [restoring, setRestoring] = useState(false);
  if (error) return <Unreachable error={error} onAgain={() => void refetch()} />;
  if (!data) return null;
  const restore = () => setRestoring(true);
  if (data.phase === 'open') return <Suspense><OpenProgram key={data.user?.id} place={data.place} /></Suspense>;
  if (restoring) return <Gate wide><Suspense><Restore onClose={() => setRestoring(false)} /></Suspense></Gate>;
  if (data.phase === 'firstRun' || data.phase === 'setup') return <Gate wide><SetupScreen onRestore={restore} /></Gate>;
  return <Gate><SignInScreen onRestore={restore} /></Gate>;
}

function Unreachable({ error, onAgain }: { readonly error: unknown; readonly onAgain: () => void }) {
  const t = useText();
  const { text, trace } = useErrorText()(error);
  return (
    <Gate>
      <Banner tone="danger" live code={trace} actions={<Button onClick={onAgain} autoFocus>{t('app.broken.again')}</Button>}>{text}</Banner>
    </Gate>
  );
}
