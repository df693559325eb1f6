import { useState } from 'react';

import { CANCEL_REASONS, type AgendaEntry, type CancelReason } from '#shared/domain/agenda/appointment.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { Dialog, RadioGroup, Stack, TextField, useFormats, useText } from '#renderer/ui/index.ts';

interface CancelDialogProps {
  readonly entry: AgendaEntry;
  readonly onClose: () => void;
  readonly onCancel: (reason: CancelReason, text: string) => void;
}

/** Why a visit is cancelled. Names the visit; can be taken back for ten seconds. */
export function CancelDialog({ entry, onClose, onCancel }: CancelDialogProps) {
  const t = useText();
  const { timeZone } = useClinicDay();
  const { time, shortDate } = useFormats();
  const [reason, setReason] = useState<CancelReason>('patientWish');
  const [text, setText] = useState('');
  const title = t('agenda.cancel.title', { name: entry.name, date: shortDate(entry.start.slice(0, 10)), time: time(entry.start, timeZone) });
  return (
    <Dialog open onClose={onClose} title={title} safeLabel={t('agenda.cancel.keep')} action={{ label: t('agenda.cancel.do'), onRun: () => onCancel(reason, text), shortcut: 'enter' }}>
      <Stack gap={4}>
        <RadioGroup label={t('agenda.cancel.reason')} value={reason} onChange={setReason} options={CANCEL_REASONS.map(value => ({ value, label: t(`agenda.cancel.reasons.${value}`) }))} />
        <TextField label={t('agenda.cancel.text')} value={text} onChange={setText} maxLength={200} help={t('agenda.cancel.textHelp')} autoFocus />
      </Stack>
    </Dialog>
  );
}
