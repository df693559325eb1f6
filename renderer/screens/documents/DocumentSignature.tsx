import { useState } from 'react';

import type { DocumentRow } from '#shared/contract/documents.ts';
import { isLoginOnly } from '#shared/domain/journal/signing-rules.ts';

import { callProcedure, useErrorText, type OutputOf } from '#renderer/client/index.ts';
import { Banner, Button, Dialog, Stack, Text, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './Documents.module.css';

/** Who signed the pages when, and the check of it: ours now, and the command with which anybody can check them without us. */
export function DocumentSignature({ row }: { readonly row: DocumentRow }) {
  const t = useText();
  const errorText = useErrorText();
  const { stamp } = useFormats();
  const [verdict, setVerdict] = useState<OutputOf<'documents', 'verifySignature'> | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  if (row.signedAt === null || row.method === null) return <div className={classes.facts}>{t('documents.read.waits')}</div>;
  const isLogin = isLoginOnly(row.method);
  const check = () => {
    setFailure(null);
    callProcedure('documents', 'verifySignature', { patientId: row.patientId, documentId: row.documentId }).then(setVerdict, setFailure);
  };
  const values = { time: stamp(row.signedAt), name: row.authorName, title: row.authorTitle };
  return (
    <div className={classes.signature}>
      <span className={classes.quiet}>{isLogin ? t('signing.mark.login', values) : t('documents.read.signed', values)}</span>
      <Button size="dense" kind="quiet" onClick={check}>{t('journal.action.verify')}</Button>
      {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
      <Dialog open={verdict !== null} onClose={() => setVerdict(null)} title={t('journal.verify.title')} safeLabel={t('ui.close')} size="medium">
        {verdict ? (
          <Stack gap={3}>
            <Banner tone={verdict.failed === null ? 'ok' : 'danger'} live>{verdict.failed ? t(`journal.verify.failed.${verdict.failed}`) : t('documents.verify.ok')}</Banner>
            {verdict.day ? <Text muted>{t('documents.verify.day', { count: verdict.day.count, place: verdict.day.index + 1 })}</Text> : null}
            {isLogin ? <Banner tone="attention" title={t('signing.means.login.title')}>{t('signing.verify.login')}</Banner> : null}
            <div>{t('documents.verify.script')}<code className={classes.command}>{verdict.scriptCommand}</code></div>
            <div>{t(verdict.day ? 'signing.verify.manifest' : 'signing.verify.cms')}<code className={classes.command}>{verdict.opensslCommand}</code></div>
          </Stack>
        ) : null}
      </Dialog>
    </div>
  );
}
