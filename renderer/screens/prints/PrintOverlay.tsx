import { useEffect } from 'react';

import { ask, useAsking } from './asking.ts';
import { CardDialog } from './CardDialog.tsx';
import { CertificateDialog } from './CertificateDialog.tsx';
import { DayListDialog } from './DayListDialog.tsx';
import { ShortcutCardDialog } from './ShortcutCardDialog.tsx';

/** The paper somebody asked for, above whatever screen they are on. */
export function PrintOverlay() {
  const asking = useAsking();
  const close = (): void => ask(undefined);
  // Who locks takes the question with them: it names somebody's visit.
  useEffect(() => () => ask(undefined), []);
  if (!asking) return null;
  switch (asking.kind) {
    case 'dayList': return <DayListDialog start={asking.start} onClose={close} />;
    case 'card': return <CardDialog visit={asking.visit} onClose={close} />;
    case 'certificate': return <CertificateDialog visit={asking.visit} onClose={close} />;
    case 'shortcuts': return <ShortcutCardDialog onClose={close} />;
  }
}
