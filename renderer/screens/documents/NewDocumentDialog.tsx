import { useState } from 'react';

import { DOCUMENT_TYPES, type DocumentType, type Recipient } from '#shared/domain/documents/document.ts';

import { useCommandOf, useErrorText, useQueryOf, useSession } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Banner, Dialog, SegmentedChoice, SelectField, Stack, Switch, Text, TextArea, TextField, useText } from '#renderer/ui/index.ts';

import { openNewDocument, useNewDocument } from './new-store.ts';
import { documentPlace, JOURNAL_PATH } from './place.ts';

/** The dialog, on whatever screen with a patient somebody asks for it. */
export function NewDocumentOverlay() {
  const open = useNewDocument();
  return open ? <NewDocumentDialog key={open.patientId} patientId={open.patientId} onClose={() => openNewDocument(undefined)} /> : null;
}

const TO_PATIENT: readonly DocumentType[] = ['certificate', 'letter'];
const NOBODY: Recipient = { name: '', address: '' };

/** What is to be written and to whom. The recipient this clinic writes to most stands there: seen, and taken with Enter. */
function NewDocumentDialog({ patientId, onClose }: { readonly patientId: string; readonly onClose: () => void }) {
  const t = useText();
  const errorText = useErrorText();
  const go = useGo();
  const { data: session } = useSession();
  const create = useCommandOf('documents', 'create');
  const [type, setType] = useState<DocumentType>('referral');
  const [urgent, setUrgent] = useState(false);
  const [typed, setTyped] = useState<Recipient | null>(null);
  const isToPatient = TO_PATIENT.includes(type);
  const usual = useQueryOf('documents', 'recipients', { type });
  const recipient = typed ?? usual.data?.[0] ?? NOBODY;
  const waits = !isToPatient && typed === null && usual.data === undefined && usual.error === null;
  const run = () =>
    create.start({ patientId, type, urgent, recipient: isToPatient ? null : recipient, language: session?.language ?? 'sv' }, ({ documentId }) => {
      onClose();
      go(JOURNAL_PATH, documentPlace(patientId, documentId));
    });
  const choose = (next: DocumentType) => {
    setType(next);
    setTyped(null);
  };
  return (
    <Dialog open onClose={onClose} size="medium" title={t('documents.new.title')} action={{ label: t('documents.new.run'), onRun: run, waits, loading: create.isRunning, shortcut: 'enter' }}>
      <Stack gap={3}>
        <SegmentedChoice label={t('documents.new.type')} value={type} onChange={choose} options={DOCUMENT_TYPES.map(value => ({ value, label: t(`documents.type.${value}`) }))} />
        {isToPatient ? <Text muted>{t('documents.new.toPatient')}</Text> : <RecipientFields value={recipient} onChange={setTyped} usual={usual.data ?? []} />}
        {type === 'referral' ? <Switch label={t('documents.new.urgent')} help={t('documents.new.urgentHelp')} checked={urgent} onChange={setUrgent} /> : null}
        {create.error ? <Banner tone="danger" live code={errorText(create.error).trace}>{errorText(create.error).text}</Banner> : null}
      </Stack>
    </Dialog>
  );
}

interface RecipientFieldsProps {
  readonly value: Recipient;
  readonly onChange: (value: Recipient) => void;
  readonly usual: readonly Recipient[];
}

function RecipientFields({ value, onChange, usual }: RecipientFieldsProps) {
  const t = useText();
  const at = usual.findIndex(one => one.name === value.name && one.address === value.address);
  return (
    <>
      <TextField label={t('documents.new.recipient')} help={t('documents.new.recipientHelp')} value={value.name} onChange={name => onChange({ ...value, name })} maxLength={120} autoFocus />
      <TextArea label={t('documents.new.address')} value={value.address} onChange={address => onChange({ ...value, address })} rows={2} maxLength={300} />
      {usual.length > 1 ? (
        <SelectField label={t('documents.new.chosen')} value={at < 0 ? null : String(at)} onChange={next => { const one = usual[Number(next)]; if (next !== null && one) onChange(one); }} searchable
          options={usual.map((one, index) => ({ value: String(index), label: [one.name, one.address.split('\n').at(-1)].filter(Boolean).join(', ') }))} />
      ) : null}
    </>
  );
}
