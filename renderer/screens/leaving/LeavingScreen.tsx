import { useState } from 'react';

import { useErrorText, useJob, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Page, ProgressLine, Stack, Text, useText } from '#renderer/ui/index.ts';

import { CertificateTable } from './CertificateTable.tsx';
import { ExportPart } from './ExportPart.tsx';
import { PlacesPart } from './PlacesPart.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';

export type LeavingState = OutputOf<'leaving', 'state'>;
export type LeavingPlace = LeavingState['places'][number];

/** Leaving, in the order in which it is safe: take everything along, then empty the places, then keep the certificates. */
export function LeavingScreen() {
  const t = useText();
  const errorText = useErrorText();
  const { data: state, error } = useQueryOf('leaving', 'state', {});
  const [removing, setRemoving] = useState<LeavingPlace | null>(null);
  return (
    <Page title={t('leaving.title')} narrow>
      <Stack gap={5}>
        <Banner tone="info" title={t('leaving.staysTitle')}>{t('leaving.stays')}</Banner>
        {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
        {state ? <Running state={state} /> : null}
        {state ? <ExportPart state={state} /> : null}
        {state ? <PlacesPart state={state} onRemove={setRemoving} /> : null}
        {state ? <CertificateTable certificates={state.certificates} /> : null}
      </Stack>
      {removing === null ? null : <RemoveDialog place={removing} onClose={() => setRemoving(null)} />}
    </Page>
  );
}

function Running({ state }: { readonly state: LeavingState }) {
  const t = useText();
  const removal = useJob('leaving');
  const copy = useJob('backup');
  if (state.problem !== null && state.running === null) return <Banner tone="danger" live title={t('leaving.failed')}>{t(`error.${state.problem}`)}</Banner>;
  if (state.running === null) return null;
  const job = state.running === 'export' ? copy : removal;
  const label = t(state.running === 'export' ? 'leaving.exporting' : 'leaving.removing');
  return job ? <ProgressLine label={label} done={job.done} total={job.total} timeLeftMs={job.timeLeftMs} /> : <Text>{label}</Text>;
}
