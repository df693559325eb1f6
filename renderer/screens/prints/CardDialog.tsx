import { useState } from 'react';

import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useCommandOf, useErrorText } from '#renderer/client/index.ts';
import type { CurrentVisit } from '#renderer/commands/index.ts';
import { Banner, Dialog, RadioGroup, Stack, Text, useFormats, useText } from '#renderer/ui/index.ts';

import { useHandOut } from './use-hand-out.ts';

/** The card a patient takes home. */
export function CardDialog({ visit, onClose }: { readonly visit: CurrentVisit; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const { longDate } = useFormats();
  const { timeZone } = useClinicDay();
  const print = useCommandOf('prints', 'appointmentCard');
  const { language, handOut } = useHandOut();
  const [size, setSize] = useState<'A6' | 'A5'>('A6');
  const { date, time } = toLocal(visit.start, timeZone);
  const run = (): void =>
    print.start({ appointmentId: visit.id, patientId: visit.patientId, language, size }, paper => {
      handOut(paper, t('prints.card.file'));
      onClose();
    });
  return (
    <Dialog open onClose={onClose} title={t('prints.card.title', { date: longDate(date), time })} action={{ label: t('prints.run'), onRun: run, loading: print.isRunning, shortcut: 'enter', focused: true }}>
      <Stack gap={4}>
        <Text muted>{t('prints.card.lead')}</Text>
        <RadioGroup label={t('prints.card.size')} value={size} onChange={setSize} inline options={(['A6', 'A5'] as const).map(value => ({ value, label: t(`prints.card.sizes.${value}`) }))} />
        {print.error ? <Banner tone="danger" live>{errorText(print.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
