import { useState } from 'react';

import type { PhotoConsent } from '#shared/domain/attachments/attachment.ts';

import { useCommandOf, useErrorText, useMay } from '#renderer/client/index.ts';
import { Banner, Button, Dialog, RadioGroup, Text, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Attachments.module.css';

interface ConsentLineProps {
  readonly patientId: string;
  readonly consent: PhotoConsent | null;
  readonly hasPhotos: boolean;
}

/** Whether the patient agrees to photographs, and the way to note a change of mind (K-24). */
export function ConsentLine({ patientId, consent, hasPhotos }: ConsentLineProps) {
  const t = useText();
  const may = useMay();
  const { stamp } = useFormats();
  const [isAsking, setAsking] = useState(false);
  if (consent === null && !hasPhotos) return null;
  const isGiven = consent !== null && consent.withdrawnAt === null;
  const words = consent === null ? t('attachments.consent.missing')
    : consent.withdrawnAt !== null ? t('attachments.consent.withdrawn', { date: stamp(consent.withdrawnAt).slice(0, 10) })
    : t('attachments.consent.line', { method: consent.method, date: stamp(consent.givenAt).slice(0, 10), name: consent.recordedName });
  return (
    <footer className={classes.consent}>
      <span>{words}</span>
      {may('journal.write') ? <Button size="dense" kind="quiet" onClick={() => setAsking(true)}>{t(isGiven ? 'attachments.consent.withdraw' : 'attachments.consent.give')}</Button> : null}
      {isAsking && isGiven ? <WithdrawDialog patientId={patientId} version={consent.version} onClose={() => setAsking(false)} /> : null}
      {isAsking && !isGiven ? <GiveDialog patientId={patientId} onClose={() => setAsking(false)} /> : null}
    </footer>
  );
}

function WithdrawDialog({ patientId, version, onClose }: { readonly patientId: string; readonly version: number; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const withdraw = useCommandOf('attachments', 'withdrawConsent');
  return (
    <Dialog open onClose={onClose} title={t('attachments.consent.withdraw')} action={{ label: t('attachments.consent.withdrawAction'), onRun: () => withdraw.start({ patientId, version }, onClose), loading: withdraw.isRunning, shortcut: 'enter' }}>
      <Text muted>{t('attachments.consent.withdrawLead')}</Text>
      {withdraw.error ? <Banner tone="danger" live>{errorText(withdraw.error).text}</Banner> : null}
    </Dialog>
  );
}

function GiveDialog({ patientId, onClose }: { readonly patientId: string; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const give = useCommandOf('attachments', 'giveConsent');
  const [method, setMethod] = useState<'oral' | 'written'>('oral');
  return (
    <Dialog open onClose={onClose} title={t('attachments.consent.title')} action={{ label: t('attachments.consent.give'), onRun: () => give.start({ patientId, method }, onClose), loading: give.isRunning, shortcut: 'enter' }}>
      <RadioGroup label={t('attachments.consent.how')} value={method} onChange={setMethod} options={[{ value: 'oral', label: t('attachments.consent.oral') }, { value: 'written', label: t('attachments.consent.written') }]} />
      {give.error ? <Banner tone="danger" live>{errorText(give.error).text}</Banner> : null}
    </Dialog>
  );
}
