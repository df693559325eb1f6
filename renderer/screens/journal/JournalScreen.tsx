import { IconFilePlus, IconPrinter } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

import type { TimelineRow } from '#shared/contract/timeline.ts';

import { useClinicDay, useCommandOf, useErrorText, useMay } from '#renderer/client/index.ts';
import { useCommands, useGo, useRouteParams, useRouteSearch, type Command } from '#renderer/commands/index.ts';
import { ActionMenu, Banner, Button, EmptyState, useText } from '#renderer/ui/index.ts';

import { CareReasonPrompt } from './CareReasonPrompt.tsx';
import classes from './Journal.module.css';
import { JournalPanels } from './JournalPanels.tsx';
import { NotePane } from './NotePane.tsx';
import { PreviousNotes } from './PreviousNotes.tsx';
import { SCROLLS } from './scrolls.ts';
import { JOURNAL_PATH, JournalParams, JournalSearch } from './search.ts';
import { keyOfRow } from './TimelineList.tsx';
import { openRow } from './open-row.ts';
import { TimelinePane } from './TimelinePane.tsx';
import { useTemplates } from './use-templates.ts';
import { useTimeline } from './use-timeline.ts';
import { VisitLine } from './VisitLine.tsx';
import { useTimelineFilter, type FilterHandle } from './use-timeline-filter.ts';

/** A patient's journal: what was written at the left, the open note in the middle, earlier notes readable at the right. */
export function JournalScreen() {
  const { patientId } = useRouteParams(JournalParams);
  const search = useRouteSearch(JournalSearch);
  const { note, cursor, panel, item } = search;
  const { timeZone } = useClinicDay();
  const errorText = useErrorText();
  const go = useGo();
  const filter = useTimelineFilter(patientId);
  const timeline = useTimeline(patientId, filter.withStruck);
  const { nameOf, language } = useTemplates();
  const open = (noteId: string) => go(JOURNAL_PATH, { params: { patientId }, search: { ...search, note: noteId, cursor: undefined, panel: undefined, item: undefined } });
  const openPanel = (id: string | undefined) => go(JOURNAL_PATH, { params: { patientId }, search: { ...search, panel: id, item: undefined } });
  const create = useCommandOf('journal', 'create');
  const write = (templateId: string) => create.start({ patientId, templateId, language }, ({ noteId }) => open(noteId));
  if (timeline.error?.detail.code === 'auth.reasonRequired') return <CareReasonPrompt patientId={patientId} />;
  const failure = timeline.error ?? create.error;
  return (
    <div className={classes.journal}>
      <VisitLine patientId={patientId} />
      {failure ? <div className={classes.banners}><Banner tone="danger" live code={errorText(failure).trace}>{errorText(failure).text}</Banner></div> : null}
      <Panes patientId={patientId} note={note} cursor={cursor} timeline={timeline} nameOf={nameOf} panel={panel} filter={filter} item={item} onRow={row => openRow(row, { go, patientId, search, timeZone })} onPanel={openPanel} onWrite={write} />
    </div>
  );
}

/** F2 on a journal that is just opening: the note begins as soon as it is known which template comes first. */
function useWriteSoon(first: string | undefined, onWrite: (templateId: string) => void): () => void {
  const [isWanted, setWanted] = useState(false);
  const write = useRef(onWrite);
  write.current = onWrite;
  useEffect(() => {
    if (!isWanted || first === undefined) return;
    setWanted(false);
    write.current(first);
  }, [isWanted, first]);
  return () => setWanted(true);
}

interface PanesProps {
  readonly patientId: string;
  readonly note: string | undefined;
  readonly cursor: number | undefined;
  readonly timeline: ReturnType<typeof useTimeline>;
  readonly nameOf: (templateId: string | null) => string;
  readonly panel: string | undefined;
  readonly filter: FilterHandle;
  readonly item: string | undefined;
  readonly onRow: (row: TimelineRow) => void;
  readonly onPanel: (panel: string | undefined) => void;
  readonly onWrite: (templateId: string) => void;
}

function Panes({ patientId, note, cursor, timeline, nameOf, panel, item, filter, onRow, onPanel, onWrite }: PanesProps) {
  const t = useText();
  const may = useMay();
  const { templates, language, isKnown } = useTemplates(patientId);
  const goTo = useGo();
  // Nothing leaves without its examination (J-18): printing the journal is handing out a copy.
  const handOut = () => goTo('/patients/$patientId/copy', { params: { patientId } });
  const first = templates[0]?.id;
  const opened = timeline.rows.find(row => row.id === (panel ? item : note) && row.kind !== 'measurement');
  const writeSoon = useWriteSoon(isKnown ? first : undefined, onWrite);
  useCommands([
    ...templates.map((template, at): Command => ({
      id: `journal.new.${template.id}`, message: 'journal.command.new', params: { name: template.name[language] }, ...(at === 0 && isKnown ? { shortcut: 'f2' } : {}), run: () => onWrite(template.id),
    })),
    ...(isKnown ? [] : [{ id: 'journal.new', message: 'journal.action.new', shortcut: 'f2', quiet: true, run: writeSoon } as const]),
    { id: 'journal.print', message: 'journal.command.print', permission: 'journal.print', shortcut: 'mod+p', run: handOut },
  ]);
  return (
    <div className={classes.panes} data-wide={filter.filter.heading !== undefined || filter.filter.text !== undefined || undefined}>
      <TimelinePane timeline={timeline} filter={filter} nameOf={nameOf} openKey={opened && keyOfRow(opened)} onOpen={onRow} head={(
        <div className={classes.paneHead}>
          <h1 className={classes.paneTitle}>{t('journal.title')}</h1>
          <div className={classes.right}>
            {may('journal.print') ? <Button size="dense" kind="quiet" icon={<IconPrinter size={16} aria-hidden />} onClick={handOut}>{t('journal.action.print')}</Button> : null}
            <ActionMenu target={<Button size="dense" icon={<IconFilePlus size={16} aria-hidden />}>{t('journal.action.new')}</Button>} items={templates.map((template, at) => ({ id: template.id, label: template.name[language], ...(template.id === first && at === 0 ? { shortcut: 'f2' } : {}), onRun: () => onWrite(template.id) }))} />
          </div>
        </div>
      )} />
      <JournalPanels patientId={patientId} open={panel} onOpen={onPanel} isReady={timeline.isDrawn}>
        <section className={classes.pane} aria-label={t('journal.note.label')}>
          {note ? <NotePane key={note} patientId={patientId} noteId={note} nameOf={nameOf} cursor={cursor} /> : <div className={classes.centre}><EmptyState title={t('journal.note.none')} hint={{ keys: 'f2', label: t('journal.timeline.emptyHint') }} /></div>}
        </section>
        <aside className={`${classes.pane} ${classes.previous}`} aria-label={t('journal.previous.title')} {...SCROLLS}>
          <div className={classes.paneHead}><h2 className={classes.paneTitle}>{t('journal.previous.title')}</h2></div>
          {timeline.isDrawn ? <PreviousNotes entries={timeline.entries} nameOf={nameOf} except={note ?? null} /> : null}
        </aside>
      </JournalPanels>
    </div>
  );
}
