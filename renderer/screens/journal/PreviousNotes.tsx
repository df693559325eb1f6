import type { TimelineEntry } from '#shared/contract/journal.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { Text, useText } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';

const SHOWN = 20;

/** What was written before, readable while writing: the newest notes in full, without the one that is open. */
export function PreviousNotes({ entries, nameOf, except }: { readonly entries: readonly TimelineEntry[]; readonly nameOf: (templateId: string | null) => string; readonly except: string | null }) {
  const t = useText();
  const { timeZone } = useClinicDay();
  const shown = entries.filter(entry => !entry.hidden && entry.noteId !== except).slice(0, SHOWN);
  if (shown.length === 0) return <div className={classes.more}><Text muted small>{t('journal.previous.empty')}</Text></div>;
  return (
    <>
      {shown.map(entry => {
        const { date } = toLocal(entry.eventTime, timeZone);
        return (
          <article key={entry.noteId} className={classes.prev} aria-label={`${date} ${nameOf(entry.templateId)}`}>
            <div className={classes.prevHead}><strong>{date}</strong><span>{nameOf(entry.templateId)}</span></div>
            <Text muted small>{entry.authorName}</Text>
            <div className={classes.prevText}>{sectionsOf(entry.text).map(([title, text], index) => <div key={index}><strong>{title}</strong>{text}</div>)}</div>
          </article>
        );
      })}
    </>
  );
}

/** The note's plain text is a heading and its lines, with an empty line between sections. */
const sectionsOf = (text: string): [title: string, text: string][] =>
  text.split('\n\n').map(part => {
    const [title = '', ...lines] = part.split('\n');
    return [title, lines.join('\n')];
  });
