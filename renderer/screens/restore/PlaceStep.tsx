import type { RestorePlace } from '#shared/contract/restore.ts';

import { useCommandOf, useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { Banner, useText } from '#renderer/ui/index.ts';

import { PlaceForm } from './PlaceForm.tsx';
import { StepPane } from './StepPane.tsx';

/** A place that was looked at, and how it was named: asked again with the key. */
export interface FoundPlace extends OutputOf<'restore', 'inspect'> {
  readonly place: RestorePlace;
}

interface PlaceStepProps {
  readonly known: RestorePlace | null;
  readonly onFound: (found: FoundPlace) => void;
}

/** Where the backups lie: a folder, a disk, the network or a server. It is only looked at. */
export function PlaceStep({ known, onFound }: PlaceStepProps) {
  const t = useText();
  const errorText = useErrorText();
  const look = useCommandOf('restore', 'inspect');
  return (
    <StepPane title={t('restore.folder.title')} lead={t('restore.folder.lead')}>
      <PlaceForm known={known} action={t('restore.folder.look')} isRunning={look.isRunning} onPlace={place => look.start({ place }, found => onFound({ ...found, place }))}>
        {look.error ? <Banner tone="danger" live>{errorText(look.error).text}</Banner> : null}
      </PlaceForm>
    </StepPane>
  );
}
