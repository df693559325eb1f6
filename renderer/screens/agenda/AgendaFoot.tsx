import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';

import { useCommandContext, type Command } from '#renderer/commands/index.ts';
import { Button, KeyHint, useText } from '#renderer/ui/index.ts';

import classes from './Agenda.module.css';
import type { AgendaData } from './use-agenda-data.ts';
import type { Undoable } from './use-visit-actions.ts';

interface AgendaFootProps {
  readonly entry: AgendaEntry | undefined;
  readonly cutName: string | undefined;
  readonly usable: readonly Command[];
  readonly data: AgendaData;
  readonly undoable: Undoable | undefined;
  readonly onUndo: () => void;
  readonly onBook: () => void;
}

/** What can be done right now with what the cursor stands on, each with its key; and taking back what was just done. */
export function AgendaFoot({ entry, cutName, usable, data, undoable, onUndo, onBook }: AgendaFootProps) {
  const t = useText();
  const context = useCommandContext();
  const canBook = context.may('agenda.write') && data.columns.length > 0;
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
          <span className={classes.footName}>{entry.name}</span>
          <span className={classes.footHint}><KeyHint keys="enter" /> {t('agenda.command.openVisit')}</span>
          {usable.map(command => <Button key={command.id} size="dense" kind="quiet" {...(command.shortcut ? { shortcut: command.shortcut } : {})} onClick={() => command.run(context)}>{t(command.message)}</Button>)}
        </>
      ) : null}
      {!entry && canBook && !cutName ? <Button size="dense" kind="quiet" shortcut="enter" onClick={onBook}>{t('agenda.command.book')}</Button> : null}
      {data.isClosed && !entry ? <span className={classes.footNote}>{t('agenda.closedDay')}</span> : null}
    </footer>
  );
}
