import { useState } from 'react';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import type { CurrentVisit } from '#renderer/commands/index.ts';
import { Banner, Checkbox, Dialog, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

import { useHandOut } from './use-hand-out.ts';

/** That the patient was here. The purpose is filled in, so that Enter is enough; it stands in the log. */
export function CertificateDialog({ visit, onClose }: { readonly visit: CurrentVisit; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const print = useCommandOf('prints', 'visitCertificate');
  const { language, handOut } = useHandOut();
  const [purpose, setPurpose] = useState(() => t('prints.certificate.purposeDefault'));
  const [withNumber, setWithNumber] = useState(false);
  const run = (): void =>
    print.start({ appointmentId: visit.id, patientId: visit.patientId, language, withNumber, purpose: purpose.trim() }, paper => {
      handOut(paper, t('prints.certificate.file'));
      onClose();
    });
  return (
    <Dialog open onClose={onClose} title={t('prints.certificate.title', { name: visit.name })} action={{ label: t('prints.run'), onRun: run, disabled: purpose.trim() === '', loading: print.isRunning, shortcut: 'enter' }}>
      <Stack gap={4}>
        <Text muted>{t('prints.certificate.lead')}</Text>
        <TextField label={t('prints.certificate.purpose')} help={t('prints.certificate.purposeHelp')} value={purpose} onChange={setPurpose} maxLength={200} required autoFocus />
        {visit.patientId === null ? null : <Checkbox label={t('prints.certificate.withNumber')} checked={withNumber} onChange={setWithNumber} />}
        {print.error ? <Banner tone="danger" live>{errorText(print.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
