import { IconPencil, IconPlus, IconPrinter, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';

import type { NoteDetail, NoteVersion } from '#shared/contract/journal.ts';

import { useCommandOf, useErrorText, useMay } from '#renderer/client/index.ts';
import { useCommands } from '#renderer/commands/index.ts';
import { Banner, Button, NoteView, Text, useText } from '#renderer/ui/index.ts';

import { OthersOf } from './aids/Others.tsx';
import { CorrectDialog } from './CorrectDialog.tsx';
import classes from './Journal.module.css';
import { NoteDisclosure } from './NoteDisclosure.tsx';
import { NoteLinks, Opinions } from './NoteLinks.tsx';
import { SCROLLS } from './scrolls.ts';
import { SignatureMark } from './SignatureMark.tsx';
import { DestroyedMark, EntryStatus } from './TimelineList.tsx';
import { useMoment } from './use-moment.ts';
import { VersionsDialog } from './VersionsDialog.tsx';

/** A note that is closed, or somebody else's draft: text in force, what it replaced, what was added, who signed. */
export function NoteReader({ detail, name }: { readonly detail: NoteDetail; readonly name: string }) {
  const t = useText();
  const errorText = useErrorText();
  const { head, versions } = detail;
  const inForce = versions.find(version => version.no === head.version);
  const earlier = versions.filter(version => version.replacedBy !== null).reverse();
  const added = versions.filter(version => version.kind === 'addition');
  const at = useMoment();
  const actions = useReaderActions(detail);
  return (
    <div className={classes.writer}>
      <header className={classes.noteHead}>
        <h2 className={classes.noteName}>{name}</h2>
        {inForce?.destroyed ? <DestroyedMark /> : <EntryStatus entry={{ ...head, ownDraft: null }} />}
        <OthersOf patientId={head.patientId} noteId={head.noteId} />
        <div className={classes.right}>{actions.buttons}</div>
        <div className={classes.facts}>
          {[`${head.authorName}, ${head.authorTitle}`, t('journal.facts.event', { time: at(head.eventTime) }), head.enteredAt ? t(head.late ? 'journal.facts.enteredLate' : 'journal.facts.entered', { time: at(head.enteredAt) }) : ''].filter(Boolean).join(' · ')}
        </div>
        <NoteLinks note={head} />
      </header>
      {actions.error ? <div className={classes.banners}><Banner tone="danger" live>{errorText(actions.error).text}</Banner></div> : null}
      <div className={classes.noteBody} {...SCROLLS} role="region" aria-label={name}>
        {inForce ? <VersionText version={inForce} note={head} /> : null}
        {earlier.map(version => <EarlierText key={version.no} version={version} by={versions.find(other => other.no === version.replacedBy)} />)}
        <Opinions note={head} />
        {added.map(version => (
          <section key={version.no} className={classes.added}>
            <span className={classes.by}>{t('journal.facts.added', { time: at(version.createdAt), name: version.authorName, title: version.authorTitle })}</span>
            <VersionText version={version} note={head} />
          </section>
        ))}
      </div>
      {actions.dialogs}
    </div>
  );
}

function VersionText({ version, note }: { readonly version: NoteVersion; readonly note: NoteDetail['head'] }) {
  const t = useText();
  const at = useMoment();
  return (
    <>
      {version.kind === 'correction' ? <span className={classes.by}>{t('journal.facts.corrected', { time: at(version.createdAt), name: version.authorName, title: version.authorTitle, reason: version.reason ?? '' })}</span> : null}
      {version.content ? <NoteView note={version.content} /> : null}
      {version.destroyed ? <Text muted>{version.destroyed}</Text> : null}
      <SignatureMark version={version} note={note} />
    </>
  );
}

/** J-08: the text that a correction replaced, struck through and legible. */
function EarlierText({ version, by }: { readonly version: NoteVersion; readonly by: NoteVersion | undefined }) {
  const t = useText();
  const at = useMoment();
  return (
    <section className={classes.earlier} aria-label={t('journal.facts.original')}>
      <span className={classes.by}>{t('journal.facts.replaced', { time: at(version.createdAt), name: version.authorName, title: version.authorTitle, corrected: by ? at(by.createdAt) : '' })}</span>
      {version.content ? <NoteView note={version.content} struck /> : null}
      {version.destroyed ? <Text muted>{version.destroyed}</Text> : null}
    </section>
  );
}

function useReaderActions({ head, mayCorrect, versions }: NoteDetail) {
  const t = useText();
  const may = useMay();
  const [open, setOpen] = useState<'correct' | 'versions' | 'print' | null>(null);
  const add = useCommandOf('journal', 'add');
  const { patientId, noteId } = head;
  const mayAdd = may('journal.write') && head.status !== 'draft';
  const startAddition = () => add.start({ patientId, noteId, title: t('journal.addition.title') });
  useCommands([
    { id: 'journal.correct', message: 'journal.command.correct', shortcut: 'alt+r', when: () => mayCorrect, run: () => setOpen('correct') },
    { id: 'journal.add', message: 'journal.command.add', shortcut: 'alt+a', when: () => mayAdd, run: startAddition },
    { id: 'journal.printNote', message: 'journal.command.printNote', shortcut: 'alt+p', permission: 'journal.print', run: () => setOpen('print') },
  ]);
  return {
    error: add.error,
    buttons: (
      <>
        {mayCorrect ? <Button size="dense" icon={<IconPencil size={16} aria-hidden />} shortcut="alt+r" onClick={() => setOpen('correct')}>{t('journal.action.correct')}</Button> : null}
        {mayAdd ? <Button size="dense" kind="quiet" icon={<IconPlus size={16} aria-hidden />} shortcut="alt+a" onClick={startAddition} loading={add.isRunning}>{t('journal.action.add')}</Button> : null}
        {may('journal.print') ? <Button size="dense" kind="quiet" icon={<IconPrinter size={16} aria-hidden />} shortcut="alt+p" onClick={() => setOpen('print')}>{t('journal.action.print')}</Button> : null}
        <Button size="dense" kind="quiet" icon={<IconShieldCheck size={16} aria-hidden />} onClick={() => setOpen('versions')}>{t('journal.action.versions', { count: versions.length })}</Button>
      </>
    ),
    dialogs: (
      <>
        {open === 'correct' ? <CorrectDialog patientId={patientId} noteId={noteId} onClose={() => setOpen(null)} /> : null}
        {open === 'print' ? <NoteDisclosure patientId={patientId} noteId={noteId} no={null} onClose={() => setOpen(null)} /> : null}
        {open === 'versions' ? <VersionsDialog patientId={patientId} noteId={noteId} versions={versions} onClose={() => setOpen(null)} /> : null}
      </>
    ),
  };
}
