import { useState } from 'react';

import type { Category } from '#shared/domain/attachments/attachment.ts';

import { useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { DocumentView } from '#renderer/parts/document-view/index.ts';
import { usePrepared } from '#renderer/parts/file-intake/index.ts';
import { Banner, Dialog, FileField, RadioGroup, Text, notify, useText } from '#renderer/ui/index.ts';

import { askToAdd, type Asking } from './add-store.ts';
import classes from './Attachments.module.css';
import { FactFields } from './FactFields.tsx';
import { useFacts } from './use-facts.ts';

type Method = 'oral' | 'written';

/** What is said about the chosen file, and its saving with the consent it needs. */
function useAdding({ patientId, files }: Asking) {
  const t = useText();
  const [chosen, setChosen] = useState<File | undefined>(files[0]);
  const { prepared, error: unreadable } = usePrepared(chosen);
  const { data } = useQueryOf('attachments', 'list', { patientId });
  const [said, setSaid] = useState<Category>();
  const [method, setMethod] = useState<Method | null>(null);
  const { draft, change, facts } = useFacts();
  const consent = useCommandOf('attachments', 'giveConsent');
  const add = useCommandOf('attachments', 'add');
  const isPicture = prepared?.type.startsWith('image/') ?? false;
  const category: Category = isPicture ? (said ?? 'photo') : 'document';
  const needsConsent = data !== undefined && category === 'photo' && (data.consent === null || data.consent.withdrawnAt !== null);
  const save = async () => {
    if (!prepared || !facts) return;
    if (needsConsent && method) await consent.run({ patientId, method });
    const { isNew } = await add.run({ patientId, category, facts: category === 'photo' ? facts : { ...facts, bodyPart: '', stage: null }, file: prepared.file });
    notify(t(isNew ? 'attachments.add.done' : 'attachments.add.known'), 'attachments-added');
    askToAdd(files.length > 1 ? { patientId, files: files.slice(1) } : undefined);
  };
  return {
    chosen, setChosen, prepared, isPicture, category, setSaid, needsConsent, method, setMethod, draft, change,
    failure: unreadable ?? consent.error ?? add.error,
    canSave: prepared !== undefined && facts !== undefined && data !== undefined && !(needsConsent && method === null),
    save: () => void save().catch(() => undefined),
    isSaving: add.isRunning || consent.isRunning,
  };
}

/** One file: what will be kept is shown before it is; a photograph of the patient asks for the consent first (K-24). */
export function AddDialog(asking: Asking) {
  const t = useText();
  const adding = useAdding(asking);
  const { chosen, prepared } = adding;
  return (
    <Dialog open onClose={() => askToAdd(undefined)} title={t('attachments.add.title')} size={chosen ? 'large' : 'medium'} action={{ label: t('attachments.add.save'), onRun: adding.save, disabled: !adding.canSave, loading: adding.isSaving, shortcut: 'enter' }}>
      {chosen ? (
        <div className={classes.adding}>
          <div className={classes.preview}>{prepared ? <DocumentView shown={prepared} label={t('attachments.view.label', { title: chosen.name })} /> : adding.failure ? null : <Text muted>{t('attachments.add.preparing')}</Text>}</div>
          <Saying adding={adding} waiting={asking.files.length - 1} />
        </div>
      ) : (
        <FileField label={t('attachments.add.file')} button={t('attachments.add.choose')} help={t('attachments.add.drop')} onFiles={([file]) => adding.setChosen(file)} />
      )}
    </Dialog>
  );
}

/** The fields beside the picture. */
function Saying({ adding, waiting }: { readonly adding: ReturnType<typeof useAdding>; readonly waiting: number }) {
  const t = useText();
  const errorText = useErrorText();
  const { isPicture, category, failure } = adding;
  return (
    <div className={classes.form}>
      {isPicture ? <RadioGroup label={t('attachments.facts.category')} value={category} onChange={adding.setSaid} options={[{ value: 'photo', label: t('attachments.facts.photo') }, { value: 'document', label: t('attachments.facts.document') }]} /> : null}
      {adding.needsConsent && isPicture ? (
        <RadioGroup label={t('attachments.consent.missing')} value={adding.method} onChange={adding.setMethod} options={[{ value: 'oral', label: t('attachments.consent.oral') }, { value: 'written', label: t('attachments.consent.written') }]} />
      ) : null}
      <FactFields draft={adding.draft} onChange={adding.change} isPhoto={isPicture && category === 'photo'} autoFocus />
      {isPicture ? <Text muted small>{t('attachments.add.pictureNote')}</Text> : null}
      {waiting > 0 ? <Text muted small>{t('attachments.add.next', { count: waiting })}</Text> : null}
      {failure ? <Banner tone="danger" live code={errorText(failure).trace}>{errorText(failure).text}</Banner> : null}
    </div>
  );
}
