import { useState } from 'react';

import { callProcedure, useCommandOf, useErrorText, useMay, type OutputOf, saveFile } from '#renderer/client/index.ts';
import { Banner, Button, Dialog, useText } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';

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
  const save = useCommandOf('journal', 'exportSignature');
  const check = () => {
    setFailure(null);
    callProcedure('journal', 'verifySignature', { ...target }).then(setVerdict, setFailure);
  };
  const saveBoth = () =>
    save.start({ ...target }, files => {
      saveFile(files.content, `${files.fileName}.json`, 'application/json');
      saveFile(files.cms, `${files.fileName}.p7s`, 'application/pkcs7-signature');
    });
  return (
    <>
      <Button size="dense" kind="quiet" onClick={check}>{t('journal.action.verify')}</Button>
      {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
      <Dialog open={verdict !== null} onClose={() => setVerdict(null)} title={t('journal.verify.title')} safeLabel={t('ui.close')} size="medium" {...(may('journal.print') ? { action: { label: t('journal.verify.save'), onRun: saveBoth, loading: save.isRunning } } : {})}>
        {verdict ? (
          <div className={classes.form}>
            <Banner tone={verdict.ok ? 'ok' : 'danger'} live>{verdict.failed ? t(`journal.verify.failed.${verdict.failed}`) : t('journal.verify.ok')}</Banner>
            <div>{t('journal.verify.stock')}<code className={classes.command}>{verdict.opensslCommand}</code></div>
            {save.error ? <Banner tone="danger" live>{errorText(save.error).text}</Banner> : null}
          </div>
        ) : null}
      </Dialog>
    </>
  );
}
