import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';

import { useCommandContext, useCommandsOn } from '#renderer/commands/index.ts';
import { Button, KeyHint, useAnyText, useText } from '#renderer/ui/index.ts';

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

/** As many as fit an office screen beside a long name; the menu has all. */
const MOST = 5;

/** What can be done right now with what the cursor stands on, each with its key; and taking back what was just done. */
export function AgendaFoot({ entry, cutName, isClosed, undoable, onUndo, onMore }: AgendaFootProps) {
  const t = useText();
  const anyText = useAnyText();
  const context = useCommandContext();
  const usable = useCommandsOn(entry ? 'visit' : 'slot', context);
  const shown = cutName ? [] : usable.filter(command => !command.quiet);
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
        </>
      ) : null}
      {shown.slice(0, MOST).map(command => <Button key={command.id} size="dense" kind="quiet" {...(command.shortcut ? { shortcut: command.shortcut } : {})} onClick={() => command.run(context)}>{anyText(command.message, command.params)}</Button>)}
      {shown.length > MOST ? <Button size="dense" kind="quiet" shortcut="shift+f10" onClick={onMore}>{t('agenda.more')}</Button> : null}
      {isClosed && !entry ? <span className={classes.footNote}>{t('agenda.closedDay')}</span> : null}
    </footer>
  );
}
