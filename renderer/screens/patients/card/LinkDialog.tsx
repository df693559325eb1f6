import { useState } from 'react';

import { useCommandOf } from '#renderer/client/index.ts';
import { Dialog, Stack, Text, TextField, useText } from '#renderer/ui/index.ts';

import classes from '../Patients.module.css';
import { usePatientHits } from '#renderer/parts/patient-lookup/index.ts';
import { nameOf } from '../words.ts';
import type { CardDialogProps } from './CardDialogs.tsx';
import { Failure } from './Failure.tsx';

/** Says that this record is somebody's second one; reversible, nothing moves (complaint 9). */
export function LinkDialog({ card, onClose }: CardDialogProps) {
  const t = useText();
  const link = useCommandOf('patients', 'linkDuplicate');
  const [text, setText] = useState(card.familyName);
  const [intoId, setIntoId] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const hits = usePatientHits(text, 8).hits.filter(hit => hit.id !== card.id && hit.mergedInto === null);
  return (
    <Dialog open onClose={onClose} size="medium" title={t('patients.linkDuplicate.title', { name: nameOf(card) })} action={{ label: t('patients.linkDuplicate.do'), disabled: intoId === null || reason.trim() === '', loading: link.isRunning, onRun: () => link.start({ id: card.id, version: card.version, intoId, reason }, onClose) }}>
      <Stack gap={3}>
        <Text muted>{t('patients.linkDuplicate.help')}</Text>
        <div className={classes.picker}>
          <TextField label={t('patients.search.label')} value={text} onChange={setText} maxLength={100} autoFocus />
          {hits.length > 0 ? (
            <div className={classes.hits}>
              {hits.map(hit => (
                <button key={hit.id} type="button" className={classes.hit} aria-pressed={hit.id === intoId} onClick={() => setIntoId(hit.id)}>
                  <span className={classes.hitNumber}>{hit.number}</span><span>{nameOf(hit)}</span>
                </button>
              ))}
            </div>
          ) : null}
        </div>
        <TextField label={t('patients.field.reason')} value={reason} onChange={setReason} maxLength={200} required />
        <Failure error={link.error} />
      </Stack>
    </Dialog>
  );
}

export function UnlinkDialog({ card, onClose }: CardDialogProps) {
  const t = useText();
  const link = useCommandOf('patients', 'linkDuplicate');
  const [reason, setReason] = useState('');
  return (
    <Dialog open onClose={onClose} title={t('patients.linkDuplicate.unlinkTitle', { name: nameOf(card) })} action={{ label: t('patients.card.unlink'), disabled: reason.trim() === '', loading: link.isRunning, onRun: () => link.start({ id: card.id, version: card.version, intoId: null, reason }, onClose) }}>
      <Stack gap={3}>
        <TextField label={t('patients.field.reason')} value={reason} onChange={setReason} maxLength={200} autoFocus required />
        <Failure error={link.error} />
      </Stack>
    </Dialog>
  );
}
