import { useState, type FormEvent } from 'react';

import { readPastedServer } from '#shared/domain/backup/pasted-server.ts';
import { ServerAddress, ServerKeys } from '#shared/domain/backup/target.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, Text, TextArea, TextField, useText } from '#renderer/ui/index.ts';

import classes from './Server.module.css';
import { addressOf, keysOf, type ServerDraft, type Verdict } from './server-draft.ts';

type Fault = keyof ServerDraft;

/** What most servers take as region where none is named. */
const USUAL_REGION = 'us-east-1';
const withRegion = (draft: ServerDraft, known: string | null): ServerDraft => (draft.region.trim() === '' ? { ...draft, region: known ?? USUAL_REGION } : draft);

/** The first field that is not of its shape. */
function faultOf(draft: ServerDraft): Fault | null {
  const address = ServerAddress.safeParse(addressOf(withRegion(draft, null)));
  if (!address.success) return (address.error.issues[0]?.path[0] as Fault | undefined) ?? 'endpoint';
  const keys = ServerKeys.safeParse(keysOf(draft));
  return keys.success ? null : ((keys.error.issues[0]?.path[0] as Fault | undefined) ?? 'accessKeyId');
}

/** Address, bucket and keys, typed or pasted; nothing is asked of the server yet. */
export function AddressStep({ draft: known, onJudged }: { readonly draft: ServerDraft; readonly onJudged: (draft: ServerDraft, verdict: Verdict) => void }) {
  const t = useText();
  const errorText = useErrorText();
  const judge = useCommandOf('backup', 'judgeServer');
  const [draft, setDraft] = useState(known);
  const [fault, setFault] = useState<Fault | null>(null);
  const set = (part: Partial<ServerDraft>) => {
    setDraft(now => ({ ...now, ...part }));
    setFault(null);
  };
  const take = (text: string) => {
    const found = Object.entries(readPastedServer(text)).filter(([, value]) => value !== '');
    if (found.length > 0) set(Object.fromEntries(found));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = faultOf(draft);
    setFault(wrong);
    if (wrong === null) judge.start({ endpoint: addressOf(draft).endpoint }, verdict => onJudged(withRegion(draft, verdict.region), verdict));
  };
  const field = (name: Fault, more: { readonly secret?: boolean; readonly required?: boolean; readonly autoFocus?: boolean } = {}) => (
    <TextField label={t(`backup.server.${name}`)} help={t(`backup.server.help.${name}`)} value={draft[name]} onChange={value => set({ [name]: value })} maxLength={200} {...(fault === name ? { error: t(`backup.server.fault.${name}`) } : {})} {...more} />
  );
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <h2 className={classes.title}>{t('backup.server.addressTitle')}</h2>
      <Text muted>{t('backup.server.addressLead')}</Text>
      <Pasted onText={take} />
      {field('endpoint', { required: true, autoFocus: true })}
      <div className={classes.two}>{field('bucket', { required: true })}{field('region')}</div>
      {field('prefix')}
      <div className={classes.two}>{field('accessKeyId', { required: true })}{field('secretAccessKey', { required: true, secret: true })}</div>
      <TextArea label={t('backup.server.authority')} help={t('backup.server.help.authority')} value={draft.authority} onChange={authority => set({ authority })} rows={1} maxLength={20_000} />
      {judge.error ? <Banner tone="danger" live>{errorText(judge.error).text}</Banner> : null}
      <div className={classes.actions}><Button kind="primary" type="submit" loading={judge.isRunning}>{t('backup.server.goOn')}</Button></div>
    </form>
  );
}

/** Takes a provider's text apart; the text itself is not kept, it holds the secret. */
function Pasted({ onText }: { readonly onText: (text: string) => void }) {
  const t = useText();
  const [isRead, setIsRead] = useState(false);
  const read = (text: string) => {
    if (text.trim() === '') return;
    onText(text);
    setIsRead(true);
  };
  return <TextArea label={t('backup.server.paste')} help={isRead ? t('backup.server.pasted') : t('backup.server.pasteHelp')} value="" onChange={read} rows={1} maxLength={20_000} />;
}
