import { useState } from 'react';

import type { DocumentDetail } from '#shared/contract/documents.ts';
import { BASES_OF, USUAL_RECIPIENT, type Examination } from '#shared/domain/documents/disclosure.ts';
import { DELIVERY_WAYS, type DeliveryWay } from '#shared/domain/documents/document.ts';

import { saveFile, useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { DecidedBy, ExaminationFields, isComplete } from '#renderer/parts/examination/index.ts';
import { Banner, Dialog, notify, SegmentedChoice, Stack, Text, useText } from '#renderer/ui/index.ts';

/** The examination before a document leaves, filled in as it usually is; Enter keeps it and gives the file (J-18). */
export function ReleaseDialog({ detail: { row, head }, onClose }: { readonly detail: DocumentDetail; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const release = useCommandOf('documents', 'release');
  const kind = USUAL_RECIPIENT[row.type];
  const [way, setWay] = useState<DeliveryWay>('print');
  const [examination, setExamination] = useState<Examination>({ recipientKind: kind, recipientName: head.recipient.name, basis: BASES_OF[kind][0], basisText: '', decidedBy: '' });
  const run = () =>
    release.start({ patientId: row.patientId, documentId: row.documentId, way, examination }, ({ pdf, fileName, proof }) => {
      saveFile(pdf, fileName, 'application/pdf');
      for (const file of proof) saveFile(file.content, file.name, file.type);
      notify(t('documents.done.released'));
      onClose();
    });
  return (
    <Dialog open onClose={onClose} size="medium" title={t('documents.release.title', { type: t(`documents.type.${row.type}`) })}
      action={{ label: t('documents.release.run'), onRun: run, disabled: !isComplete(examination), loading: release.isRunning, shortcut: 'enter', focused: isComplete(examination) }}>
      <Stack gap={3}>
        {row.replacedBy === null ? null : <Banner tone="attention">{t('documents.release.replaced')}</Banner>}
        <Text muted>{t('documents.release.lead')}</Text>
        <ExaminationFields value={examination} onChange={setExamination} nameOf={next => (next === kind ? head.recipient.name : undefined)} />
        <DecidedBy value={examination} onChange={setExamination} />
        <SegmentedChoice label={t('documents.release.way')} value={way} onChange={setWay} options={DELIVERY_WAYS.map(value => ({ value, label: t(`documents.way.${value}`) }))} />
        {release.error ? <Banner tone="danger" live code={errorText(release.error).trace}>{errorText(release.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}
