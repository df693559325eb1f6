import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';

import type { UnsignedNote } from '#shared/contract/signing.ts';
import type { SigningMeans } from '#shared/domain/journal/signing-rules.ts';

import { useCardPresence, useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Dialog, NoteView, notify, PinField, Text, useText } from '#renderer/ui/index.ts';

import classes from './DaySignDialog.module.css';
import { SCROLLS } from './scrolls.ts';
import { useMoment } from './use-moment.ts';
import { useUnsignedName } from './use-unsigned-name.ts';

interface DaySignDialogProps {
  readonly notes: readonly UnsignedNote[];
  readonly means: Exclude<SigningMeans, 'none'>;
  readonly onClose: () => void;
}

/** Every locked note by name, each to be opened and read here, and one PIN for all of them (task 4B 6). */
export function DaySignDialog({ notes, means, onClose }: DaySignDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const presence = useCardPresence();
  const sign = useCommandOf('signing', 'signDay');
  const [tries, setTries] = useState(0);
  // What is on the screen is what is signed, even if another note is locked meanwhile.
  const [chosen] = useState(notes);
  const run = async (pin: string) => {
    const versions = chosen.flatMap(({ noteId, no }) => (no === null ? [] : [{ noteId, no }]));
    try {
      const { count, purpose } = await sign.run({ versions, pin });
      notify(t(`signing.day.done.${purpose}`, { count }));
      onClose();
    } catch {
      setTries(count => count + 1); // the command keeps what was wrong and the dialog shows it
    }
  };
  return (
    <Dialog open onClose={onClose} size="medium" title={t(`signing.day.title.${means}`, { count: chosen.length })}>
      <div className={classes.body}>
        {means === 'login' ? <Banner tone="attention" title={t('signing.means.login.title')}>{t('signing.means.login.text')}</Banner> : <Text muted>{t('signing.day.lead')}</Text>}
        <ul className={classes.notes} aria-label={t('signing.day.list')} {...SCROLLS}>
          {chosen.map(note => <li key={`${note.noteId} ${note.no}`}><OneNote note={note} /></li>)}
        </ul>
        <PinField label={t(`signing.day.pin.${means}`)} help={sign.isRunning ? t('signing.ask.working') : t(`signing.day.help.${means}`, { count: chosen.length })} disabled={sign.isRunning} minLength={presence?.minPin ?? 4} maxLength={presence?.maxPin ?? 12} focusKey={`${tries}-${String(sign.isRunning)}`} onSubmit={pin => void run(pin)} />
        {sign.error ? <Banner tone="danger" live title={t(`signing.day.failed.${means}`)}>{errorText(sign.error).text}</Banner> : null}
      </div>
    </Dialog>
  );
}

/** One line; opened, the very text that will be signed. */
function OneNote({ note }: { readonly note: UnsignedNote }) {
  const at = useMoment();
  const nameOf = useUnsignedName();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.note} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary className={classes.line}>
        <IconChevronRight className={classes.sign} size={14} stroke={2} aria-hidden />
        <span className={classes.patient}>{note.patientName}</span>
        <span className={classes.kind}>{nameOf(note)}</span>
        <span className={classes.time}>{at(note.eventTime)}</span>
      </summary>
      {isOpen && note.no !== null ? <VersionText patientId={note.patientId} noteId={note.noteId} no={note.no} /> : null}
    </details>
  );
}

function VersionText(version: { readonly patientId: string; readonly noteId: string; readonly no: number }) {
  const errorText = useErrorText();
  const { data, error } = useQueryOf('journal', 'version', version);
  if (error) return <Banner tone="danger" live>{errorText(error).text}</Banner>;
  return data?.content ? <div className={classes.text}><NoteView note={data.content} /></div> : null;
}
