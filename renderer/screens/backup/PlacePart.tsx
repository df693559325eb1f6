import { useState } from 'react';

import type { BackupStatus } from '#shared/contract/backup.ts';

import { useMay } from '#renderer/client/index.ts';
import { Button, FactList, Section, useFormats, useText } from '#renderer/ui/index.ts';

import { ChangePlaceDialog } from './ChangePlaceDialog.tsx';
import { StartOverDialog } from './StartOverDialog.tsx';
import { useTimes } from './use-times.ts';

/** Runs that ended so can only go on in the same place as a new series, once the place itself can be used. */
const NEEDS_NEW_SERIES: readonly (string | null)[] = ['backup.placeRolledBack', 'backup.placeDamaged'];

/** Where the copies lie, how much room there is, when the next is due and how the latest run went. */
export function PlacePart({ status }: { readonly status: BackupStatus }) {
  const t = useText();
  const may = useMay();
  const { bytes, duration } = useFormats();
  const { stamp, weekday } = useTimes();
  const [open, setOpen] = useState<'change' | 'startOver' | null>(null);
  const { place, attempt, lastFullProof, nextRunAt } = status;
  const isStuck = place !== null && place.problem === null && attempt?.outcome === 'failed' && NEEDS_NEW_SERIES.includes(attempt.errorCode);
  const outcome = { ok: 'backup.facts.attemptOk', failed: 'backup.facts.attemptFailed', running: 'backup.facts.attemptRunning' } as const;
  const facts = [
    ...(place ? [{ label: t('backup.placePart.path'), value: place.path }] : []),
    ...(place ? [{ label: t('backup.facts.free'), value: place.freeBytes === null ? t('backup.facts.freeUnknown') : bytes(place.freeBytes) }] : []),
    { label: t('backup.facts.next'), value: nextRunAt ? weekday(nextRunAt) : t('backup.facts.nextNone') },
    ...(attempt ? [{ label: t('backup.facts.attempt'), value: t(outcome[attempt.outcome], { trigger: t(`backup.trigger.${attempt.trigger}`), when: stamp(attempt.startedAt) }) }] : []),
    { label: t('backup.facts.fullProof'), value: lastFullProof ? t('backup.facts.fullProofAt', { when: stamp(lastFullProof.verifiedAt), duration: duration(lastFullProof.durationMs) }) : t('backup.facts.fullProofNone') },
  ];
  const actions = may('backup.configure') ? (
    <>
      {isStuck ? <Button size="dense" onClick={() => setOpen('startOver')}>{t('backup.placePart.startOver')}</Button> : null}
      <Button size="dense" kind={place ? 'secondary' : 'primary'} onClick={() => setOpen('change')}>{t(place ? 'backup.placePart.change' : 'backup.placePart.choose')}</Button>
    </>
  ) : null;
  return (
    <Section title={t('backup.placePart.title')} actions={actions}>
      <FactList facts={facts} />
      {open === 'change' ? <ChangePlaceDialog hadPlace={place !== null} onClose={() => setOpen(null)} /> : null}
      {open === 'startOver' && place ? <StartOverDialog path={place.path} onClose={() => setOpen(null)} /> : null}
    </Section>
  );
}
