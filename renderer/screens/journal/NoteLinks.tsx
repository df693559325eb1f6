import { useState } from 'react';

import type { Opinion } from '#shared/contract/care.ts';
import type { NoteHead } from '#shared/contract/journal.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useCommandOf, useErrorText, useMay, useQueryOf, useSession } from '#renderer/client/index.ts';
import { useCommands, useGo } from '#renderer/commands/index.ts';
import { Banner, Button, NoteView, useText } from '#renderer/ui/index.ts';

import { InformsLine } from './InformsLine.tsx';
import { LinkVisitDialog } from './LinkVisitDialog.tsx';
import { JOURNAL_PATH } from './search.ts';
import { useMoment } from './use-moment.ts';
import classes from './VisitLine.module.css';

type Of = Pick<NoteHead, 'patientId' | 'noteId' | 'noteType' | 'templateId'>;

/** Which visit the note is about, with a way to say another; for a differing opinion the entry it is about (J-10). One line in the note's head. */
export function NoteLinks({ note }: { readonly note: Of }) {
  const { patientId, noteId, noteType } = note;
  const t = useText();
  const may = useMay();
  const go = useGo();
  const at = useMoment();
  const { timeZone } = useClinicDay();
  const [isLinking, setLinking] = useState(false);
  const { data } = useQueryOf('care', 'ofNote', { patientId, noteId });
  const mayLink = may('journal.write') && noteType !== 'opinion' && noteType !== 'system';
  useCommands([{ id: 'journal.linkVisit', message: 'care.command.link', when: () => mayLink, run: () => setLinking(true) }]);
  const about = data?.about;
  return (
    <>
      <div className={classes.links}>
        {about ? (
          <>
            <span>{t('care.opinion.about', { time: at(about.eventTime), name: about.authorName })}</span>
            <Button size="dense" kind="quiet" onClick={() => go(JOURNAL_PATH, { params: { patientId }, search: { note: about.noteId } })}>{t('care.opinion.open')}</Button>
          </>
        ) : null}
        {data && noteType !== 'opinion' && noteType !== 'system' ? (
          <>
            <span>{data.visit ? t('care.link.visit', { date: toLocal(data.visit.start, timeZone).date, time: toLocal(data.visit.start, timeZone).time, service: data.visit.service }) : t('care.link.none')}</span>
            {mayLink ? <Button size="dense" kind="quiet" onClick={() => setLinking(true)}>{t(data.visit ? 'care.link.change' : 'care.link.choose')}</Button> : null}
          </>
        ) : null}
        {isLinking ? <LinkVisitDialog patientId={patientId} noteId={noteId} linked={data?.visit?.id ?? null} onClose={() => setLinking(false)} /> : null}
      </div>
      {data && noteType !== 'system' && noteType !== 'opinion' ? <InformsLine note={note} informs={data.informs} /> : null}
    </>
  );
}

/** What the patient holds to be wrong or misleading in this entry, under it, and the command that writes it down (J-10, PDL 3:8). */
export function Opinions({ note: { patientId, noteId, noteType } }: { readonly note: Of }) {
  const may = useMay();
  const go = useGo();
  const errorText = useErrorText();
  const { data: session } = useSession();
  const { data } = useQueryOf('care', 'ofNote', { patientId, noteId });
  const create = useCommandOf('journal', 'create');
  const open = (id: string): void => go(JOURNAL_PATH, { params: { patientId }, search: { note: id } });
  const write = (): void => create.start({ patientId, templateId: 'opinion', aboutNoteId: noteId, language: session?.language ?? 'sv' }, answer => open(answer.noteId));
  const mayWrite = may('journal.write') && noteType !== 'opinion';
  useCommands([{ id: 'journal.opinion', message: 'care.command.opinion', shortcut: 'alt+o', when: () => mayWrite, run: write }]);
  return (
    <div className={classes.opinions}>
      {create.error ? <Banner tone="danger" live>{errorText(create.error).text}</Banner> : null}
      {(data?.opinions ?? []).map(opinion => <OpinionText key={opinion.noteId} opinion={opinion} onOpen={() => open(opinion.noteId)} />)}
    </div>
  );
}

function OpinionText({ opinion, onOpen }: { readonly opinion: Opinion; readonly onOpen: () => void }) {
  const t = useText();
  const at = useMoment();
  return (
    <section className={classes.opinion} aria-label={t('care.opinion.title')}>
      <h3 className={classes.opinionTitle}>{t('care.opinion.title')}</h3>
      <span className={classes.by}>
        {[at(opinion.eventTime), `${opinion.authorName}, ${opinion.authorTitle}`, opinion.status === 'draft' ? t('care.opinion.unsigned') : ''].filter(Boolean).join(' · ')}
      </span>
      {opinion.content ? <NoteView note={opinion.content} /> : null}
      <span><Button size="dense" kind="quiet" onClick={onOpen}>{t('care.opinion.openOwn')}</Button></span>
    </section>
  );
}
