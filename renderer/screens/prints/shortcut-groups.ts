import type { ShortcutGroup } from '#shared/domain/prints/print-setting.ts';
import type { MessageKey } from '#shared/messages/index.ts';

import { useAllCommands, useCommandContext } from '#renderer/commands/index.ts';
import { keyText, useAnyText, useText } from '#renderer/ui/index.ts';

/** Areas as people know them; a command's id begins with its area. */
const TITLES: Readonly<Record<string, MessageKey>> = {
  frame: 'prints.groups.program', rail: 'prints.groups.program', lists: 'prints.groups.desk', agenda: 'prints.groups.agenda', desk: 'prints.groups.desk', patients: 'prints.groups.patients',
  journal: 'prints.groups.journal', schedule: 'prints.groups.schedule', waiting: 'prints.groups.waiting', groups: 'prints.groups.groups', recalls: 'prints.groups.recalls',
  money: 'prints.groups.money', reminders: 'prints.groups.reminders', log: 'prints.groups.log', backup: 'prints.groups.backup', staff: 'prints.groups.staff', prints: 'prints.groups.prints',
};

/**
 * Every key of the registry that this person may use, in words and by area: what works everywhere and on the screen in
 * front of them, also while it does not apply this very moment. A key that a screen took over stands once, as it works.
 */
export function useShortcutGroups(): readonly ShortcutGroup[] {
  const t = useText();
  const anyText = useAnyText();
  const { may } = useCommandContext();
  const groups = new Map<string, Map<string, string>>();
  for (const command of useAllCommands()) {
    const isRepeated = command.id.endsWith('.alt') || command.id.endsWith('.sign');
    if (!command.shortcut || isRepeated || (command.permission && !may(command.permission))) continue;
    const title = t(TITLES[command.id.split('.')[0] ?? ''] ?? 'prints.groups.other');
    const rows = groups.get(title) ?? new Map<string, string>();
    // Two commands of one area and one key are one key with two uses: booking in a free slot, opening in a taken one.
    // A name that is filled in while something is cut leaves a hole when nothing is.
    const label = anyText(command.message, command.params).replaceAll(/\s+/g, ' ').trim();
    const keys = keyText(command.shortcut, t);
    const known = rows.get(keys);
    rows.set(keys, known === undefined || known.split(' / ').includes(label) ? label : `${known} / ${label}`.slice(0, 160));
    groups.set(title, rows);
  }
  return [...groups].map(([title, rows]) => ({ title, rows: [...rows].map(([keys, label]) => ({ label, keys })) }));
}
