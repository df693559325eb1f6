import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';

import { useCommandContext, useCommandsOn, type Command } from '#renderer/commands/index.ts';
import { PatientName } from '#renderer/parts/warnings/index.ts';
import { ActionRow, Button, KeyHint, useAnyText, useText } from '#renderer/ui/index.ts';

import classes from './Agenda.module.css';
import type { Undoable } from './use-visit-actions.ts';

interface AgendaFootProps {
  readonly entry: AgendaEntry | undefined;
  readonly cutName: string | undefined;
  readonly isClosed: boolean;
  readonly undoable: Undoable | undefined;
  readonly onUndo: () => void;
  readonly onMore: () => void;
}

/** What can be done right now with what the cursor stands on, each with its key; and taking back what was just done. */
export function AgendaFoot({ entry, cutName, isClosed, undoable, onUndo, onMore }: AgendaFootProps) {
  const t = useText();
  const anyText = useAnyText();
  const context = useCommandContext();
  const usable = useCommandsOn(entry ? 'visit' : 'slot', context);
  const shown = cutName ? [] : usable.filter(command => !command.quiet);
  const toAction = (command: Command) => ({ id: command.id, label: anyText(command.message, command.params), ...(command.shortcut ? { shortcut: command.shortcut } : {}), onRun: () => command.run(context) });
  return (
    <footer className={classes.foot} aria-label={t('agenda.foot')}>
      {undoable ? (
        <span className={classes.undo} role="status">
          {t(`agenda.undo.${undoable.kind}`, { name: undoable.name })}
          <Button size="dense" shortcut="mod+z" onClick={onUndo}>{t('agenda.command.undo')}</Button>
        </span>
      ) : null}
      {entry && !cutName ? (
        <>
          <span className={classes.footName} title={entry.name}>{entry.hasWarning ? <PatientName id={entry.patientId} name={entry.name} /> : entry.name}</span>
          <span className={classes.footHint}><KeyHint keys="enter" /> {t('agenda.command.openVisit')}</span>
        </>
      ) : null}
      {shown.length > 0 ? <ActionRow actions={shown.map(toAction)} more={{ shortcut: 'shift+f10', onRun: onMore }} /> : null}
      {isClosed && !entry ? <span className={classes.footNote}>{t('agenda.closedDay')}</span> : null}
    </footer>
  );
}
