import { useEffect, useRef, useSyncExternalStore } from 'react';

import type { Command, CommandContext } from './command.ts';
import { useCurrentSlot, useCurrentVisit } from './current.ts';

/** Whose commands they are. A screen may take a key over from the frame, and the frame from what areas offer everywhere. */
export type Layer = 'area' | 'frame' | 'screen';
const RANK: Readonly<Record<Layer, number>> = { area: 0, frame: 1, screen: 2 };

let layers: readonly { readonly token: object; readonly layer: Layer; readonly commands: readonly Command[] }[] = [];
let flat: readonly Command[] = [];
const layerOf = new Map<string, Layer>();
const listeners = new Set<() => void>();

function publish(next: typeof layers) {
  layers = next;
  const byId = new Map<string, Command>();
  layerOf.clear();
  for (const { layer, commands } of layers) {
    for (const command of commands) {
      byId.delete(command.id); // so that what is added last also stands last
      byId.set(command.id, command);
      layerOf.set(command.id, layer);
    }
  }
  flat = [...byId.values()];
  for (const listener of [...listeners]) listener();
}

/** Adds commands; within a layer what is added last wins a shortcut or an id. Returns how to take them away. */
export function register(commands: readonly Command[], layer: Layer): () => void {
  const token = {};
  publish([...layers, { token, layer, commands }].sort((a, b) => RANK[a.layer] - RANK[b.layer]));
  return () => publish(layers.filter(layer => layer.token !== token));
}

/** True for what the open screen itself offers, as opposed to what is there everywhere. */
export const isOfScreen = (command: Command): boolean => layerOf.get(command.id) === 'screen';

/** Which of several commands with the same key gets it here: the last one that applies. Key: the shortcut. */
export function keyOwners(commands: readonly Command[], context: CommandContext): ReadonlyMap<string, Command> {
  const owners = new Map<string, Command>();
  for (const command of commands) if (command.shortcut && applies(command, context)) owners.set(command.shortcut, command);
  return owners;
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

/** What can be done now with the visit or the slot under the keyboard, whichever area it comes from; the open screen's own first. */
export function commandsOn(kind: 'visit' | 'slot', context: CommandContext): readonly Command[] {
  const usable = flat.filter(command => command.on === kind && applies(command, context));
  return [...usable.filter(isOfScreen), ...usable.filter(command => !isOfScreen(command))];
}

/** The same, drawn again whenever the keyboard stands on something else. */
export function useCommandsOn(kind: 'visit' | 'slot', context: CommandContext): readonly Command[] {
  useAllCommands();
  useCurrentVisit();
  useCurrentSlot();
  return commandsOn(kind, context);
}

/**
 * Commands of a screen, there for as long as it is. `run` and `when` always see the newest closure, so a fresh array
 * in each render is fine; ids, words and shortcuts are taken again only when they differ.
 */
export function useCommands(commands: readonly Command[], layer: Layer = 'screen'): void {
  const latest = useRef(commands);
  latest.current = commands;
  const shape = JSON.stringify(commands.map(({ id, message, shortcut, permission, quiet, params, on }) => [id, message, shortcut, permission, quiet, params, on]));
  useEffect(() => {
    const stable = latest.current.map((command): Command => {
      const now = () => latest.current.find(candidate => candidate.id === command.id) ?? command;
      return { ...command, when: context => now().when?.(context) ?? true, run: context => now().run(context) };
    });
    return register(stable, layer);
  }, [shape, layer]);
}
