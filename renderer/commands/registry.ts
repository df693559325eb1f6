import { useEffect, useRef, useSyncExternalStore } from 'react';

import type { Command, CommandContext } from './command.ts';

let layers: readonly { readonly token: object; readonly commands: readonly Command[] }[] = [];
let flat: readonly Command[] = [];
const listeners = new Set<() => void>();

function publish(next: typeof layers) {
  layers = next;
  const byId = new Map<string, Command>();
  for (const layer of layers) for (const command of layer.commands) byId.set(command.id, command);
  flat = [...byId.values()];
  for (const listener of [...listeners]) listener();
}

/** Adds commands; what is added last wins a shortcut or an id. Returns how to take them away. */
export function register(commands: readonly Command[]): () => void {
  const token = {};
  publish([...layers, { token, commands }]);
  return () => publish(layers.filter(layer => layer.token !== token));
}

/** All commands there are right now, whether or not they apply here. */
export const allCommands = (): readonly Command[] => flat;

export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore(listener => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, allCommands);
}

/** True when the command may be run by this person in this place. */
export const applies = (command: Command, context: CommandContext): boolean =>
  (command.permission === undefined || context.may(command.permission)) && hasItsObject(command, context) && (command.when?.(context) ?? true);

const hasItsObject = ({ on }: Command, { visit, slot }: CommandContext): boolean => on === undefined || (on === 'visit' ? visit : slot) !== undefined;

/** What can be done now with the visit or the slot under the keyboard, whichever area it comes from. */
export function useCommandsOn(kind: 'visit' | 'slot', context: CommandContext): readonly Command[] {
  return useAllCommands().filter(command => command.on === kind && applies(command, context));
}

/**
 * Commands of a screen, there for as long as it is. `run` and `when` always see the newest closure, so a fresh array
 * in each render is fine; ids, words and shortcuts are taken again only when they differ.
 */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  const shape = JSON.stringify(commands.map(({ id, message, shortcut, permission, quiet, params, on }) => [id, message, shortcut, permission, quiet, params, on]));
  useEffect(() => {
    const stable = latest.current.map((command): Command => {
      const now = () => latest.current.find(candidate => candidate.id === command.id) ?? command;
      return { ...command, when: context => now().when?.(context) ?? true, run: context => now().run(context) };
    });
    return register(stable);
  }, [shape]);
}
