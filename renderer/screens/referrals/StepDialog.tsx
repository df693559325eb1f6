import { useState } from 'react';

import type { ReferralRow } from '#shared/contract/referrals.ts';
import { URGENT_WATCH_DAYS, WATCH_DAYS, WATCH_DAYS_MAX } from '#shared/domain/documents/referral.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Dialog, NumberField, Stack, TextField, useText } from '#renderer/ui/index.ts';

/** More time, or no more watching: both need a reason that stands in the referral's history. */
export function StepDialog({ row, step, onClose }: { readonly row: ReferralRow; readonly step: 'extended' | 'closed'; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const command = useCommandOf('referrals', 'step');
  const [reason, setReason] = useState('');
  const [days, setDays] = useState<number>(row.urgent ? URGENT_WATCH_DAYS : WATCH_DAYS);
  // Whose it is stays who it was when the dialog opened: the list may move under it.
  const [{ id, patientId, version }] = useState(row);
  const isMore = step === 'extended';
  const run = () => command.start({ id, patientId, version, step, reason, ...(isMore ? { days } : {}) }, onClose);
  return (
    <Dialog open onClose={onClose} title={t(isMore ? 'referrals.extend.title' : 'referrals.close.title')} action={{ label: t(isMore ? 'referrals.extend.run' : 'referrals.close.run'), onRun: run, disabled: reason.trim().length < 3, loading: command.isRunning, shortcut: 'enter' }}>
      <Stack gap={3}>
        {isMore ? <NumberField label={t('referrals.extend.days')} value={days} onChange={next => setDays(next ?? WATCH_DAYS)} min={1} max={WATCH_DAYS_MAX} /> : null}
        <TextField label={t(isMore ? 'referrals.extend.reason' : 'referrals.close.reason')} value={reason} onChange={setReason} maxLength={200} required autoFocus {...(isMore ? {} : { help: t('referrals.close.reasonHelp') })} />
        {command.error ? <Banner tone="danger" live>{errorText(command.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
