import { IconCheck, IconLock } from '@tabler/icons-react';

import type { NoteDetail, NoteVersion } from '#shared/contract/journal.ts';
import { isLoginOnly } from '#shared/domain/journal/signing-rules.ts';

import { useMay } from '#renderer/client/index.ts';
import { useText } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';
import { SignatureCheck } from './SignatureCheck.tsx';
import { useMoment } from './use-moment.ts';

/** Who took responsibility for a version, as they were called then (J-05), and whether a signature stands behind it. */
export function SignatureMark({ version: { no, signature, lock }, note }: { readonly version: NoteVersion; readonly note: NoteDetail['head'] }) {
  const t = useText();
  const at = useMoment();
  const may = useMay();
  if (signature) {
    const isLogin = isLoginOnly(signature.method);
    const values = { time: at(signature.signedAt), name: signature.signerName, title: signature.signerTitle };
    return (
      <div className={classes.mark} data-tone={isLogin ? 'waiting' : undefined}>
        {isLogin ? <IconLock size={16} stroke={2} aria-hidden /> : <IconCheck size={16} stroke={2} aria-hidden />}
        <span>{isLogin ? t('signing.mark.login', values) : t('journal.facts.signed', values)}</span>
        {may('journal.read') ? <SignatureCheck patientId={note.patientId} noteId={note.noteId} no={no} /> : null}
      </div>
    );
  }
  if (!lock) return null;
  return (
    <div className={classes.mark} data-tone="waiting">
      <IconLock size={16} stroke={2} aria-hidden />
      <span>{t('signing.mark.locked', { time: at(lock.lockedAt), name: lock.signerName, title: lock.signerTitle })}</span>
    </div>
  );
}
