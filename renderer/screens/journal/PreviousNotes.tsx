import { IconPin, IconPinFilled } from '@tabler/icons-react';
import { useDeferredValue, useState } from 'react';

import type { TimelineEntry } from '#shared/contract/journal.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { IconButton, Text, useText } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';

const SHOWN = 20;
/** What fits on the screen; the others follow once it is drawn. */
const AT_ONCE = 4;
interface PreviousNotesProps {
  readonly entries: readonly TimelineEntry[];
  readonly nameOf: (templateId: string | null) => string;
  readonly except: string | null;
}

/** What was written before, readable while writing: the newest notes in full, without the one that is open. One that is pinned stays on top. */
export function PreviousNotes({ entries, nameOf, except }: PreviousNotesProps) {
  const t = useText();
  const [pinned, setPinned] = useState<string | null>(null);
  const count = useDeferredValue(SHOWN, AT_ONCE);
  const readable = entries.filter(entry => !entry.hidden && entry.noteId !== except);
  const first = readable.find(entry => entry.noteId === pinned);
  const shown = [...(first ? [first] : []), ...readable.filter(entry => entry !== first).slice(0, count)];
  const turn = (noteId: string) => setPinned(now => (now === noteId ? null : noteId));
  // By key the next older one takes the place; past the oldest nothing is pinned.
  const pinNext = () => setPinned(now => readable[readable.findIndex(entry => entry.noteId === now) + 1]?.noteId ?? null);
  useCommands([{ id: 'journal.pinPrevious', message: 'journal.command.pinPrevious', shortcut: 'alt+shift+t', when: () => readable.length > 0, run: pinNext }]);
  if (shown.length === 0) return <div className={classes.more}><Text muted small>{t('journal.previous.empty')}</Text></div>;
  return <>{shown.map(entry => <PreviousNote key={entry.noteId} entry={entry} name={nameOf(entry.templateId)} isPinned={entry === first} onPin={() => turn(entry.noteId)} />)}</>;
}

interface PreviousNoteProps {
  readonly entry: TimelineEntry;
  readonly name: string;
  readonly isPinned: boolean;
  readonly onPin: () => void;
}

function PreviousNote({ entry, name, isPinned, onPin }: PreviousNoteProps) {
  const t = useText();
  const { timeZone } = useClinicDay();
  const { date } = toLocal(entry.eventTime, timeZone);
  return (
    <article className={classes.prev} data-pinned={isPinned || undefined} aria-label={`${date} ${name}`}>
      <div className={classes.prevHead}>
        <strong>{date}</strong><span>{name}</span>
        <IconButton size="dense" pressed={isPinned} label={t(isPinned ? 'journal.previous.unpin' : 'journal.previous.pin', { date })} icon={isPinned ? <IconPinFilled size={14} /> : <IconPin size={14} />} onClick={onPin} />
      </div>
      <Text muted small>{entry.authorName}</Text>
      <div className={classes.prevText}>{sectionsOf(entry.text).map(([title, text], index) => <div key={index}><strong>{title}</strong>{text}</div>)}</div>
    </article>
  );
}

/** The note's plain text is a heading and its lines, with an empty line between sections. */
const sectionsOf = (text: string): [title: string, text: string][] =>
  text.split('\n\n').map(part => {
    const [title = '', ...lines] = part.split('\n');
    return [title, lines.join('\n')];
  });
