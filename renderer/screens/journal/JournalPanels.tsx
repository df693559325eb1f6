import { useId, type ReactNode } from 'react';

import { useMay } from '#renderer/client/index.ts';
import { allJournalPanels, useCommands, type Command, type JournalPanel } from '#renderer/commands/index.ts';
import { TabRow, useText } from '#renderer/ui/index.ts';

import classes from './Journal.module.css';
import { SCROLLS } from './scrolls.ts';

interface JournalPanelsProps {
  readonly patientId: string;
  /** The open panel's id; undefined: the notes. */
  readonly open: string | undefined;
  readonly onOpen: (panel: string | undefined) => void;
  /** True once the time line is drawn: what stands in brackets is not asked for before what the person came to read. */
  readonly isReady: boolean;
  /** The note, with what stands beside it. */
  readonly children: ReactNode;
}

const NOTES = 'notes';

/** The notes, and in tabs beside them what other areas keep about the patient; one command for each. */
export function JournalPanels({ patientId, open, onOpen, isReady, children }: JournalPanelsProps) {
  const t = useText();
  const may = useMay();
  const id = useId();
  const panels = allJournalPanels().filter(panel => panel.permission === undefined || may(panel.permission));
  const shown = panels.find(panel => panel.id === open);
  useCommands([
    ...panels.map((panel): Command => ({
      id: `journal.panel.${panel.id}`, message: 'timeline.command.panel', params: { name: t(panel.message) }, ...(panel.shortcut ? { shortcut: panel.shortcut } : {}), run: () => onOpen(panel.id),
    })),
    { id: 'journal.panel.notes', message: 'timeline.command.panel', params: { name: t('timeline.panels.notes') }, when: () => shown !== undefined, run: () => onOpen(undefined) },
  ]);
  if (panels.length === 0) return <div className={classes.open}>{children}</div>;
  const tabs = [{ value: NOTES, label: t('timeline.panels.notes') }, ...panels.map(panel => ({ value: panel.id, label: <PanelName panel={panel} patientId={patientId} isReady={isReady} /> }))];
  const Panel = shown?.component;
  return (
    <div className={classes.tabbed}>
      <TabRow label={t('timeline.panels.label')} value={shown?.id ?? NOTES} onChange={value => onOpen(value === NOTES ? undefined : value)} tabs={tabs} controls={id} />
      {Panel ? <div id={id} role="tabpanel" className={classes.panel} {...SCROLLS}><Panel patientId={patientId} /></div> : <div id={id} role="tabpanel" className={classes.open}>{children}</div>}
    </div>
  );
}

function PanelName({ panel, patientId, isReady }: { readonly panel: JournalPanel; readonly patientId: string; readonly isReady: boolean }) {
  const t = useText();
  const Count = isReady ? panel.useCount : undefined;
  return Count ? <Counted name={t(panel.message)} useCount={Count} patientId={patientId} /> : <>{t(panel.message)}</>;
}

/** The hook of one panel, always the same one for this component. */
function Counted({ name, useCount, patientId }: { readonly name: string; readonly useCount: NonNullable<JournalPanel['useCount']>; readonly patientId: string }) {
  const count = useCount(patientId);
  return <>{count ? `${name} (${count})` : name}</>;
}
