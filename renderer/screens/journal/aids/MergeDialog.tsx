import { useEffect } from 'react';

import { CONTENT_SCHEMA, type NoteContent } from '#shared/domain/journal/note-content.ts';
import { richTextToPlain } from '#shared/domain/journal/plain-text.ts';

import { useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Button, Dialog, NoteView, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './aids.module.css';

interface MergeDialogProps {
  readonly patientId: string;
  readonly noteId: string;
  /** The text on this screen. */
  readonly mine: NoteContent;
  readonly eventTime: string;
  /** The note on the screen is to be read anew. */
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Both texts side by side: keep one's own, take the other, or put one's own after it. Whatever is chosen, both are kept as versions (complaint 6). */
export function MergeDialog({ patientId, noteId, mine, eventTime, onDone, onClose }: MergeDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const { timeWithSeconds } = useFormats();
  const { data, error, refetch, isFetching } = useQueryOf('journal', 'get', { patientId, noteId });
  // An autosave is nobody else's news: what is known here is older than what was refused.
  useEffect(() => void refetch(), [refetch]);
  const save = useCommandOf('journal', 'saveDraft');
  const theirs = isFetching ? null : data?.draft;
  const keep = (content: NoteContent) => {
    if (theirs) save.start({ patientId, noteId, baseRevision: theirs.revision, content, eventTime, key: crypto.randomUUID(), keep: true }, onDone);
  };
  const failure = error ?? save.error;
  return (
    <Dialog open onClose={onClose} size="large" title={t('journal.merge.title')}>
      <Banner tone="info">{t('journal.merge.help')}</Banner>
      {failure ? <Banner tone="danger" live>{errorText(failure).text}</Banner> : null}
      <div className={classes.texts}>
        <section aria-label={t('journal.merge.mine')}><h3>{t('journal.merge.mine')}</h3><NoteView note={mine} /></section>
        <section aria-label={t('journal.merge.other')}><h3>{theirs ? t('journal.merge.otherAt', { time: timeWithSeconds(theirs.savedAt) }) : t('journal.merge.other')}</h3>{theirs ? <NoteView note={theirs.content} /> : null}</section>
      </div>
      <div className={classes.choices}>
        <Button kind="primary" disabled={!theirs} loading={save.isRunning} onClick={() => { if (theirs) keep(joined(theirs.content, mine)); }}>{t('journal.merge.both')}</Button>
        <Button disabled={!theirs} onClick={() => keep(mine)}>{t('journal.merge.keepMine')}</Button>
        <Button onClick={onDone}>{t('journal.merge.takeOther')}</Button>
      </div>
    </Dialog>
  );
}

/** The other text with one's own after it, under every heading where they differ. */
function joined(theirs: NoteContent, mine: NoteContent): NoteContent {
  return {
    ...theirs,
    schema: CONTENT_SCHEMA,
    sections: theirs.sections.map(section => {
      const own = mine.sections.find(one => one.key === section.key);
      const [theirText, ownText] = [richTextToPlain(section.doc), own ? richTextToPlain(own.doc) : ''];
      if (!own || ownText === '' || theirText.includes(ownText)) return section;
      if (theirText === '' || ownText.startsWith(theirText)) return own;
      return { ...section, doc: { type: 'doc', content: [...section.doc.content, ...own.doc.content] } };
    }),
  };
}

