import { useEffect, useRef, type KeyboardEvent } from 'react';

import { groupCommands, isOfScreen, keyOwners, useAllCommands, useCommandContext, type Command, type CommandContext, type CommandGroup } from '#renderer/commands/index.ts';
import { KeyHint, keyText, useAnyText, useText } from '#renderer/ui/index.ts';

import { focusForReturn, rememberFocus } from '../focus-memory.ts';
import { createSwitch, useSwitch } from '../switch.ts';
import { onAltAlone } from './alt-alone.ts';
import classes from './CommandMenu.module.css';
import { moveInMenu } from './menu-keys.ts';

const open = createSwitch();
export const MENU_KEY = 'f10';

/** Opens the menu from a command, the button in the top line, F10 or Alt alone. */
export function openMenu(): void {
  rememberFocus();
  open.set(true);
}

/** The focus is back where it was before anything is run, so that a dialog which opens gives it back there too. */
function close(): void {
  const place = focusForReturn();
  open.set(false);
  place?.focus({ preventScroll: true });
}

const modalOpen = (): boolean => document.querySelector('[aria-modal="true"]') !== null;

/** Everything that can be done here and now, by area, each with its key: made from the command registry alone. */
export function CommandMenu() {
  const isOpen = useSwitch(open);
  useEffect(() => {
    const stop = onAltAlone(() => {
      if (open.isOn()) close();
      else if (!modalOpen()) openMenu();
    });
    return () => {
      stop();
      open.set(false);
    };
  }, []);
  return isOpen ? <Panel /> : null;
}

function Panel() {
  const t = useText();
  const context = useCommandContext();
  const commands = useAllCommands();
  const owners = keyOwners(commands, context);
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => menu.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus(), []);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const shut = event.key === 'Escape' || event.key === 'F10';
    if (shut) close();
    if (!shut && !moveInMenu(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={classes.backdrop} data-passing="" role="dialog" aria-modal="true" aria-label={t('app.menu.title')} onPointerDown={event => { if (event.target === event.currentTarget) close(); }}>
      <div className={classes.sheet}>
        <div ref={menu} className={classes.menu} role="menu" aria-label={t('app.menu.title')} tabIndex={-1} onKeyDown={onKeyDown}>
          {groupCommands(commands, context).map(group => <Group key={group.id} group={group} context={context} owns={command => !command.shortcut || owners.get(command.shortcut) === command} />)}
        </div>
      </div>
    </div>
  );
}

function Group({ group, context, owns }: { readonly group: CommandGroup; readonly context: CommandContext; readonly owns: (command: Command) => boolean }) {
  const anyText = useAnyText();
  const title = anyText(group.message);
  return (
    <div role="group" aria-label={title} className={classes.group}>
      <div className={classes.title} aria-hidden="true">{title}</div>
      {group.commands.map(command => <Item key={command.id} command={command} context={context} shortcut={owns(command) ? command.shortcut : undefined} />)}
    </div>
  );
}

function Item({ command, context, shortcut }: { readonly command: Command; readonly context: CommandContext; readonly shortcut: string | undefined }) {
  const t = useText();
  const anyText = useAnyText();
  const word = anyText(command.message, command.params);
  const run = (): void => {
    close();
    command.run(context);
  };
  return (
    <button type="button" role="menuitem" tabIndex={-1} className={classes.item} data-word={word} data-command={command.id} data-key={command.shortcut} data-of={isOfScreen(command) ? 'screen' : 'program'} onClick={run} {...(shortcut ? { 'aria-keyshortcuts': keyText(shortcut, t) } : {})}>
      {command.icon ? <command.icon size={16} stroke={1.6} /> : <span className={classes.noIcon} />}
      <span className={classes.word}>{word}</span>
      {shortcut ? <KeyHint keys={shortcut} /> : null}
    </button>
  );
}
