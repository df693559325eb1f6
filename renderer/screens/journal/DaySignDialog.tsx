import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';

import type { SigningMeans } from '#shared/domain/journal/signing-rules.ts';

import { useCardPresence, useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Dialog, NoteView, notify, PinField, Text, useText } from '#renderer/ui/index.ts';

import classes from './DaySignDialog.module.css';
import { SCROLLS } from './scrolls.ts';
import { useMoment } from './use-moment.ts';
import { useCountWords, useWaitingName, waitingKey, waitingTime, type Waiting } from './waiting.ts';

interface DaySignDialogProps {
  readonly waiting: readonly Waiting[];
  readonly means: Exclude<SigningMeans, 'none'>;
  readonly onClose: () => void;
}

/** Every locked note and document by name, each to be opened and read here, and one PIN for all of them (task 4B 6). */
export function DaySignDialog({ waiting, means, onClose }: DaySignDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const presence = useCardPresence();
  const sign = useCommandOf('signing', 'signDay');
  const [tries, setTries] = useState(0);
  const countWords = useCountWords();
  // What is on the screen is what is signed, even if something else is locked meanwhile.
  const [chosen] = useState(waiting);
  const what = countWords(chosen);
  const run = async (pin: string) => {
    const versions = chosen.flatMap(one => (one.kind === 'note' && one.row.no !== null ? [{ noteId: one.row.noteId, no: one.row.no }] : []));
    const documents = chosen.flatMap(one => (one.kind === 'document' ? [one.row.documentId] : []));
    try {
      const { purpose } = await sign.run({ versions, documents, pin });
      notify(t(`signing.day.done.${purpose}`, { what }));
      onClose();
    } catch {
      setTries(count => count + 1); // the command keeps what was wrong and the dialog shows it
    }
  };
  return (
    <Dialog open onClose={onClose} size="medium" title={t(`signing.day.title.${means}`, { what })}>
      <div className={classes.body}>
        {means === 'login' ? <Banner tone="attention" title={t('signing.means.login.title')}>{t('signing.means.login.text')}</Banner> : <Text muted>{t('signing.day.lead')}</Text>}
        <ul className={classes.notes} aria-label={t('signing.day.list')} {...SCROLLS}>
          {chosen.map(one => <li key={waitingKey(one)}><OneLine one={one} /></li>)}
        </ul>
        <PinField label={t(`signing.day.pin.${means}`)} help={sign.isRunning ? t('signing.ask.working') : t(`signing.day.help.${means}`, { count: chosen.length })} disabled={sign.isRunning} minLength={presence?.minPin ?? 4} maxLength={presence?.maxPin ?? 12} focusKey={`${tries}-${String(sign.isRunning)}`} onSubmit={pin => void run(pin)} />
        {sign.error ? <Banner tone="danger" live title={t(`signing.day.failed.${means}`)}>{errorText(sign.error).text}</Banner> : null}
      </div>
    </Dialog>
  );
}

/** One line; opened, the very text that will be signed. */
function OneLine({ one }: { readonly one: Waiting }) {
  const at = useMoment();
  const nameOf = useWaitingName();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.note} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary className={classes.line}>
        <IconChevronRight className={classes.sign} size={14} stroke={2} aria-hidden />
        <span className={classes.patient}>{one.row.patientName}</span>
        <span className={classes.kind}>{nameOf(one)}</span>
        <span className={classes.time}>{at(waitingTime(one))}</span>
      </summary>
      {isOpen ? <TextOf one={one} /> : null}
    </details>
  );
}

function TextOf({ one }: { readonly one: Waiting }) {
  if (one.kind === 'document') return <DocumentText patientId={one.row.patientId} documentId={one.row.documentId} />;
  return one.row.no === null ? null : <VersionText patientId={one.row.patientId} noteId={one.row.noteId} no={one.row.no} />;
}

function VersionText(version: { readonly patientId: string; readonly noteId: string; readonly no: number }) {
  const errorText = useErrorText();
  const { data, error } = useQueryOf('journal', 'version', version);
  if (error) return <Banner tone="danger" live>{errorText(error).text}</Banner>;
  return data?.content ? <div className={classes.text}><NoteView note={data.content} /></div> : null;
}

function DocumentText(document: { readonly patientId: string; readonly documentId: string }) {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('documents', 'get', document);
  if (error) return <Banner tone="danger" live>{errorText(error).text}</Banner>;
  if (!data) return null;
  const to = [data.head.recipient.name, ...data.head.recipient.address.split('\n')].filter(Boolean).join(', ');
  return <div className={classes.text}>{to ? <Text muted>{t('documents.read.to', { name: to })}</Text> : null}<NoteView note={data.content} /></div>;
}
