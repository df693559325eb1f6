import { useState } from 'react';

import type { DocumentRow } from '#shared/contract/documents.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Banner, Dialog, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

import { documentPlace, JOURNAL_PATH } from './place.ts';

/** Why the document is corrected; the reason stands on the new one's pages and beside the old one (J-08). */
export function CorrectDocumentDialog({ row: { patientId, documentId, leftAt }, onClose }: { readonly row: DocumentRow; readonly onClose: () => void }) {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const correct = useCommandOf('documents', 'correct');
  const [reason, setReason] = useState('');
  const run = () =>
    correct.start({ patientId, documentId, reason: reason.trim() }, begun => {
      onClose();
      go(JOURNAL_PATH, documentPlace(patientId, begun.documentId));
    });
  return (
    <Dialog open onClose={onClose} title={t('documents.correct.title')} action={{ label: t('documents.correct.run'), onRun: run, disabled: reason.trim().length < 3, loading: correct.isRunning, shortcut: 'enter' }}>
      <Stack gap={3}>
        <Text muted>{t(leftAt === null ? 'documents.correct.lead' : 'documents.correct.leadLeft')}</Text>
        <TextField label={t('documents.correct.reason')} value={reason} onChange={setReason} maxLength={400} required autoFocus />
        {correct.error ? <Banner tone="danger" live>{errorText(correct.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
