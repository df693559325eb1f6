import { useState } from 'react';

import type { IncomingDocument } from '#shared/domain/incoming/incoming.ts';

import { useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Dialog, notify, RadioGroup, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

interface AnswersDialogProps {
  readonly paper: IncomingDocument;
  readonly patientId: string;
  readonly onClose: () => void;
}

/** Which referral the paper answers: the newest open one is chosen, Enter ties them and ends the watch (K-03). */
export function AnswersDialog({ paper, patientId, onClose }: AnswersDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('referrals', 'ofPatient', { patientId });
  const step = useCommandOf('referrals', 'step');
  const [chosen, setChosen] = useState<string>();
  const referral = data?.find(one => one.id === chosen) ?? data?.[0];
  const run = () => {
    if (!referral) return;
    step.start({ id: referral.id, patientId, version: referral.version, step: 'answered', answerId: paper.id }, () => {
      notify(t('incoming.answers.done', { name: referral.recipientName }));
      onClose();
    });
  };
  const problem = step.error ?? error;
  // Opened with the choice in it, so that Enter means it from the first moment.
  if (!data && !error) return null;
  return (
    <Dialog open onClose={onClose} size="medium" title={t('incoming.answers.title')} action={{ label: t('incoming.answers.run'), onRun: run, disabled: !referral, loading: step.isRunning, shortcut: 'enter', focused: referral !== undefined }}>
      <Stack gap={3}>
        {data?.length === 0 ? <Text muted>{t('incoming.answers.none')}</Text> : null}
        {data && referral ? (
          <RadioGroup label={t('incoming.answers.which')} value={referral.id} onChange={setChosen}
            options={data.map(one => ({ value: one.id, label: t('incoming.answers.row', { date: one.finishedOn, name: [one.recipientName, one.subject].filter(Boolean).join(': '), due: one.dueOn }) }))} />
        ) : null}
        {problem ? <Banner tone="danger" live>{errorText(problem).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}

/** The paper answers something else after all: the referral is watched again, with the reason in its history. */
export function LooseDialog({ paper, patientId, onClose }: AnswersDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const step = useCommandOf('referrals', 'step');
  const [reason, setReason] = useState('');
  const { answers } = paper;
  if (!answers) return null;
  const run = () => step.start({ id: answers.referralId, patientId, version: answers.version, step: 'reopened', reason: reason.trim() }, onClose);
  return (
    <Dialog open onClose={onClose} title={t('incoming.loose.title')} action={{ label: t('incoming.loose.run'), onRun: run, disabled: reason.trim().length < 3, loading: step.isRunning, shortcut: 'enter' }}>
      <Stack gap={3}>
        <Text muted>{t('incoming.loose.lead', { name: answers.recipientName })}</Text>
        <TextField label={t('incoming.loose.reason')} value={reason} onChange={setReason} maxLength={200} required autoFocus />
        {step.error ? <Banner tone="danger" live>{errorText(step.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
