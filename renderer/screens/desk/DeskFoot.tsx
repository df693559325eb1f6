import { useCommandContext, useCommandsOn, useCurrentVisit } from '#renderer/commands/index.ts';
import { ActionRow, Button, KeyHint, useAnyText, useText } from '#renderer/ui/index.ts';

import classes from './Desk.module.css';
import type { Undoable } from './use-visit-steps.ts';

/** `enter`: what the Enter key does. What can be done with the visit under the cursor, each with its key, whichever area it comes from; and taking back what was just done. */
export function DeskFoot({ undoable, onUndo, enter }: { readonly undoable?: Undoable | undefined; readonly onUndo?: () => void; readonly enter: string }) {
  const t = useText();
  const anyText = useAnyText();
  const context = useCommandContext();
  const visit = useCurrentVisit();
  const usable = useCommandsOn('visit', context);
  return (
    <footer className={classes.foot} aria-label={t('desk.foot')}>
      <span role="status">
        {undoable ? (
          <span className={classes.undo}>
            {t(`desk.undo.${undoable.kind}`, { name: undoable.name })}
            <Button size="dense" shortcut="mod+z" onClick={() => onUndo?.()}>{t('desk.command.undo')}</Button>
          </span>
        ) : null}
      </span>
      {visit ? (
        <>
          <span className={classes.footName} title={visit.name}>{visit.name}</span>
          <span className={classes.footHint}><KeyHint keys="enter" /> {enter}</span>
          <ActionRow actions={usable.map(command => ({ id: command.id, label: anyText(command.message, command.params), ...(command.shortcut ? { shortcut: command.shortcut } : {}), onRun: () => command.run(context) }))} />
        </>
      ) : null}
    </footer>
  );
}
