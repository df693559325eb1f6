import { useState } from 'react';

import { DecisionDraft } from '#shared/domain/reminders/settings.ts';

import { useClinicDay, useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Columns, DateField, Dialog, Stack, Text, TextArea, TextField, useText } from '#renderer/ui/index.ts';

const FIELDS = ['decidedOn', 'decidedBy', 'analysis', 'reference'] as const;
type Field = (typeof FIELDS)[number];

/** Writes the manager's decision down: who, when, on which analysis, where the paper is. Withdrawing asks less and stops everything. */
export function DecisionDialog({ verdict, onClose }: { readonly verdict: 'allowed' | 'withdrawn'; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const { today } = useClinicDay();
  const record = useCommandOf('reminders', 'recordDecision');
  const [draft, setDraft] = useState<Record<Field, string>>({ decidedOn: today, decidedBy: '', analysis: '', reference: '' });
  const [tried, setTried] = useState(false);
  const parsed = DecisionDraft.safeParse({ ...draft, verdict });
  const wrong = new Set((tried ? (parsed.error?.issues ?? []) : []).map(issue => String(issue.path[0])));
  const set = (part: Partial<Record<Field, string>>): void => setDraft({ ...draft, ...part });
  const errorOf = (field: Field): string | undefined => (wrong.has(field) ? t(`reminders.decision.error.${field}`) : undefined);
  const run = (): void => {
    setTried(true);
    if (parsed.success) record.start({ decision: parsed.data }, onClose);
  };
  const isAllowing = verdict === 'allowed';
  return (
    <Dialog open onClose={onClose} size="medium" title={t(isAllowing ? 'reminders.decision.recordTitle' : 'reminders.decision.withdrawTitle')} {...(isAllowing ? {} : { safeLabel: t('reminders.decision.keep') })}
      action={{ label: t(isAllowing ? 'reminders.decision.save' : 'reminders.decision.withdrawSave'), danger: !isAllowing, loading: record.isRunning, onRun: run }}>
      <Stack gap={3}>
        <Text muted>{t(isAllowing ? 'reminders.decision.why' : 'reminders.decision.withdrawDetail')}</Text>
        <Columns min={200} gap={3}>
          <TextField label={t('reminders.decision.decidedBy')} help={t('reminders.decision.decidedByHelp')} value={draft.decidedBy} onChange={decidedBy => set({ decidedBy })} maxLength={120} error={errorOf('decidedBy')} autoFocus={isAllowing} required />
          <DateField label={t('reminders.decision.decidedOn')} today={today} max={today} value={draft.decidedOn || null} onChange={day => set({ decidedOn: day ?? '' })} error={errorOf('decidedOn')} required />
        </Columns>
        <TextArea label={t(isAllowing ? 'reminders.decision.analysis' : 'reminders.decision.reason')} {...(isAllowing ? { help: t('reminders.decision.analysisHelp') } : {})} value={draft.analysis} onChange={analysis => set({ analysis })} rows={4} maxLength={8000} error={errorOf('analysis')} required={isAllowing} />
        <TextField label={t('reminders.decision.reference')} help={t('reminders.decision.referenceHelp')} value={draft.reference} onChange={reference => set({ reference })} maxLength={200} error={errorOf('reference')} />
        {record.error ? <Banner tone="danger" live>{errorText(record.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
