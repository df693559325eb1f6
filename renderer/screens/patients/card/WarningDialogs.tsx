import { useState } from 'react';
import { v7 } from 'uuid';

import { WARNING_KINDS, WARNING_SEVERITIES, WARNING_SOURCES, type WarningDraft } from '#shared/domain/patients/patient.ts';

import { useCommandOf } from '#renderer/client/index.ts';
import { Columns, Dialog, SelectField, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

import { nameOf } from '../words.ts';
import type { CardDialogProps, WarningRow } from './CardDialogs.tsx';
import { Failure } from './Failure.tsx';

/** A new warning or a new wording of one; every version is kept. */
export function WarningDialog({ card, warning, onClose }: CardDialogProps & { readonly warning: WarningRow | null }) {
  const t = useText();
  const save = useCommandOf('patients', 'saveWarning');
  const [id] = useState(() => warning?.id ?? v7());
  const [draft, setDraft] = useState<WarningDraft>({ text: warning?.text ?? '', kind: warning?.kind ?? 'hypersensitivity', severity: warning?.severity ?? 'harmful', source: warning?.source ?? 'patient' });
  const set = (change: Partial<WarningDraft>) => setDraft({ ...draft, ...change });
  return (
    <Dialog open onClose={onClose} size="medium" title={t('patients.warning.title')} action={{ label: t('patients.card.save'), disabled: draft.text.trim() === '', loading: save.isRunning, onRun: () => save.start({ patientId: card.id, id, version: warning?.version ?? null, draft }, onClose) }}>
      <Stack gap={3}>
        <TextField label={t('patients.warning.text')} value={draft.text} onChange={text => set({ text })} maxLength={300} help={t('patients.warning.textHelp')} autoFocus required />
        <Columns min={180} gap={3}>
          <SelectField label={t('patients.warning.kindLabel')} value={draft.kind} onChange={kind => { if (kind) set({ kind }); }} options={WARNING_KINDS.map(value => ({ value, label: t(`patients.warning.kind.${value}`) }))} />
          <SelectField label={t('patients.warning.severityLabel')} value={draft.severity} onChange={severity => { if (severity) set({ severity }); }} options={WARNING_SEVERITIES.map(value => ({ value, label: t(`patients.warning.severity.${value}`) }))} />
          <SelectField label={t('patients.warning.sourceLabel')} value={draft.source} onChange={source => { if (source) set({ source }); }} options={WARNING_SOURCES.map(value => ({ value, label: t(`patients.warning.source.${value}`) }))} />
        </Columns>
        <Failure error={save.error} />
      </Stack>
    </Dialog>
  );
}

export function EndWarningDialog({ card, warning, onClose }: CardDialogProps & { readonly warning: WarningRow }) {
  const t = useText();
  const end = useCommandOf('patients', 'endWarning');
  const [reason, setReason] = useState('');
  return (
    <Dialog open onClose={onClose} title={t('patients.warning.endTitle', { text: warning.text })} action={{ label: t('patients.card.end'), disabled: reason.trim() === '', loading: end.isRunning, onRun: () => end.start({ patientId: card.id, id: warning.id, version: warning.version, reason }, onClose) }}>
      <Stack gap={3}>
        <TextField label={t('patients.warning.endReason')} value={reason} onChange={setReason} maxLength={200} autoFocus required />
        <Failure error={end.error} />
      </Stack>
    </Dialog>
  );
}

export function NoneKnownDialog({ card, onClose }: CardDialogProps) {
  const t = useText();
  const declare = useCommandOf('patients', 'declareNoneKnown');
  return (
    <Dialog open onClose={onClose} title={t('patients.warning.noneKnownTitle', { name: nameOf(card) })} action={{ label: t('patients.warning.noneKnownDo'), loading: declare.isRunning, shortcut: 'enter', focused: true, onRun: () => declare.start({ id: card.id }, onClose) }}>
      <Stack gap={3}>
        <Text>{t('patients.warning.noneKnownText')}</Text>
        <Failure error={declare.error} />
      </Stack>
    </Dialog>
  );
}
