import type { MessageKey } from '#shared/messages/index.ts';

import type { Command, CommandContext } from './command.ts';
import { applies, isOfScreen } from './registry.ts';

export interface CommandGroup {
  readonly id: string;
  readonly message: MessageKey;
  readonly commands: readonly Command[];
}

/** Under which heading an area's commands stand; every area that has commands has one. */
export const AREAS: Readonly<Record<string, MessageKey>> = {
  patients: 'command.group.patients', journal: 'command.group.journal', phrases: 'command.group.journal', templates: 'command.group.management', attachments: 'command.group.journal', incoming: 'command.group.lists', documents: 'command.group.journal', referrals: 'command.group.journal', disclosures: 'command.group.journal', signing: 'command.group.journal', journalSearch: 'command.group.journal', care: 'command.group.journal', medications: 'command.group.journal', agenda: 'command.group.agenda', schedule: 'command.group.agenda', desk: 'command.group.desk',
  waiting: 'command.group.desk', groups: 'command.group.desk', recalls: 'command.group.desk', money: 'command.group.money', prints: 'command.group.prints', feeds: 'command.group.prints',
  reminders: 'command.group.reminders', log: 'command.group.management', backup: 'command.group.management', drill: 'command.group.management', leaving: 'command.group.management', destruction: 'command.group.management', breach: 'command.group.management', staff: 'command.group.management', settings: 'command.group.management', codes: 'command.group.management',
  rail: 'command.group.go', lists: 'command.group.lists', frame: 'command.group.program', start: 'command.group.program',
};
const ORDER: readonly MessageKey[] = [
  'command.group.visit', 'command.group.screen', 'command.group.go', 'command.group.lists', 'command.group.patients', 'command.group.journal', 'command.group.agenda', 'command.group.desk',
  'command.group.money', 'command.group.prints', 'command.group.reminders', 'command.group.management', 'command.group.program',
];

/** The heading of a command: what it acts on, the screen it belongs to, or its area. Undefined: it has no home. */
export function headingOf(command: Command): MessageKey | undefined {
  if (command.on !== undefined) return 'command.group.visit';
  return isOfScreen(command) ? 'command.group.screen' : AREAS[command.id.split('.')[0] ?? ''];
}

const wordsOf = ({ message, params }: Command): string => `${message} ${JSON.stringify(params ?? {})}`;

/**
 * Everything that can be done here and now under headings, what lies nearest first. A quiet command that only gives
 * another key to something already there is left out.
 */
export function groupCommands(commands: readonly Command[], context: CommandContext): CommandGroup[] {
  const groups = new Map<MessageKey, Command[]>();
  const seen = new Set<string>();
  const usable = commands.filter(command => applies(command, context));
  const nearest = [...usable.filter(isOfScreen), ...usable.filter(command => !isOfScreen(command))];
  for (const command of [...nearest.filter(one => !one.quiet), ...nearest.filter(one => one.quiet)]) {
    const words = wordsOf(command);
    if (command.quiet && seen.has(words)) continue;
    seen.add(words);
    const heading = headingOf(command) ?? 'command.group.program';
    groups.set(heading, [...(groups.get(heading) ?? []), command]);
  }
  return ORDER.flatMap(message => {
    const found = groups.get(message);
    return found ? [{ id: message, message, commands: found }] : [];
  });
}
