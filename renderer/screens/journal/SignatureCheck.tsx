import { useState } from 'react';

import { isLoginOnly } from '#shared/domain/journal/signing-rules.ts';

import { callProcedure, useErrorText, useMay, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Button, Dialog, Text, useText } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';
import { NoteDisclosure } from './NoteDisclosure.tsx';

interface SignatureCheckProps {
  readonly patientId: string;
  readonly noteId: string;
  readonly no: number;
}

/** Checks a signature now, and hands out the files and the command with which anybody can check it without us. */
export function SignatureCheck(target: SignatureCheckProps) {
  const t = useText();
  const may = useMay();
  const errorText = useErrorText();
  const [verdict, setVerdict] = useState<OutputOf<'journal', 'verifySignature'> | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isLeaving, setLeaving] = useState(false);
  const check = () => {
    setFailure(null);
    callProcedure('journal', 'verifySignature', { ...target }).then(setVerdict, setFailure);
  };
  const leave = () => {
    setVerdict(null);
    setLeaving(true);
  };
  return (
    <>
      <Button size="dense" kind="quiet" onClick={check}>{t('journal.action.verify')}</Button>
      {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
      <Dialog open={verdict !== null} onClose={() => setVerdict(null)} title={t('journal.verify.title')} safeLabel={t('ui.close')} size="medium" {...(may('journal.print') ? { action: { label: t('journal.verify.save'), onRun: leave } } : {})}>
        {verdict ? (
          <div className={classes.form}>
            <Banner tone={verdict.ok ? 'ok' : 'danger'} live>{verdict.failed ? t(`journal.verify.failed.${verdict.failed}`) : t('journal.verify.ok')}</Banner>
            {verdict.day ? <Text muted>{t('signing.verify.day', { count: verdict.day.count, place: verdict.day.index + 1 })}</Text> : null}
            {verdict.signature && isLoginOnly(verdict.signature.method) ? <Banner tone="attention" title={t('signing.means.login.title')}>{t('signing.verify.login')}</Banner> : null}
            <div>{t('journal.verify.stock')}<code className={classes.command}>{verdict.scriptCommand}</code></div>
            <div>{t(verdict.day ? 'signing.verify.manifest' : 'signing.verify.cms')}<code className={classes.command}>{verdict.opensslCommand}</code></div>
          </div>
        ) : null}
      </Dialog>
      {isLeaving ? <NoteDisclosure {...target} onClose={() => setLeaving(false)} /> : null}
    </>
  );
}
