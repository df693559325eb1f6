import { useState } from 'react';

import type { DeliveryWay } from '#shared/domain/documents/document.ts';
import type { Examination } from '#shared/domain/documents/disclosure.ts';

import { callProcedure, saveFile, useErrorText, useQueryOf, useSession } from '#renderer/client/index.ts';
import { ExaminationFields, isComplete } from '#renderer/parts/examination/index.ts';
import { Banner, Dialog, notify, Stack, Text, useText } from '#renderer/ui/index.ts';

interface NoteDisclosureProps {
  readonly patientId: string;
  readonly noteId: string;
  /** The version whose signature leaves as files; null for the note on paper. */
  readonly no: number | null;
  readonly onClose: () => void;
}

/** The examination before one note leaves, on paper or as signed files, prefilled for the patient; Enter keeps it and gives what was decided (J-18). */
export function NoteDisclosure(props: NoteDisclosureProps) {
  const { data: strip } = useQueryOf('patients', 'strip', { id: props.patientId });
  return strip ? <DisclosureDialog {...props} patientName={`${strip.givenName} ${strip.familyName}`.trim()} /> : null;
}

function DisclosureDialog({ patientName, onClose, ...what }: NoteDisclosureProps & { readonly patientName: string }) {
  const t = useText();
  const errorText = useErrorText();
  const [examination, setExamination] = useState<Examination>({ recipientKind: 'patient', recipientName: patientName, basis: 'copy', basisText: '', decidedBy: '' });
  const handing = useHandOut(what, onClose);
  const isReady = isComplete(examination);
  return (
    <Dialog open onClose={onClose} size="medium" title={t(what.no === null ? 'journal.leave.print' : 'journal.leave.files')}
      action={{ label: t('documents.release.run'), onRun: () => handing.run(examination), disabled: !isReady, loading: handing.isRunning, shortcut: 'enter', focused: isReady }}>
      <Stack gap={3}>
        <Text muted>{t('documents.release.lead')}</Text>
        <ExaminationFields value={examination} onChange={setExamination} nameOf={kind => (kind === 'patient' ? patientName : undefined)} />
        {handing.error ? <Banner tone="danger" live>{errorText(handing.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}

/** Keeps the examination of this one note; only then asks for what leaves. */
function useHandOut({ patientId, noteId, no }: Omit<NoteDisclosureProps, 'onClose'>, done: () => void) {
  const t = useText();
  const { data: session } = useSession();
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const handOut = async (examination: Examination): Promise<void> => {
    const way: DeliveryWay = no === null ? 'print' : 'digital';
    const scope = { from: null, to: null, withNotes: true, withDocuments: false, withAttachments: false, noteId };
    const { disclosureId } = await callProcedure('disclosures', 'decide', { patientId, examination, scope, withheld: [], way });
    if (no === null) saveFile((await callProcedure('journal', 'printNote', { patientId, noteId, disclosureId, language: session?.language ?? 'sv' })).pdf, `anteckning-${disclosureId.slice(-12)}.pdf`, 'application/pdf');
    else for (const file of (await callProcedure('journal', 'exportSignature', { patientId, noteId, no, disclosureId })).files) saveFile(file.content, file.name, file.type);
    notify(t('documents.done.released'));
    done();
  };
  const run = (examination: Examination) => {
    if (isRunning) return;
    setRunning(true);
    setError(null);
    handOut(examination).catch(setError).finally(() => setRunning(false));
  };
  return { run, isRunning, error };
}
