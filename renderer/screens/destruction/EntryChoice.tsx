import { Checkbox, EmptyState, Stack, useFormats, useText } from '#renderer/ui/index.ts';

import type { FoundJournal } from './DecisionForm.tsx';

interface EntryChoiceProps {
  readonly entries: FoundJournal['entries'];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

/** Entries by day, kind and writer, without a word of their text: an administrator reads no journals. */
export function EntryChoice({ entries, chosen, onChange }: EntryChoiceProps) {
  const t = useText();
  const { stamp } = useFormats();
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChange(next);
  };
  return (
    <div role="group" aria-label={t('destruction.form.which')}>
      <Stack gap={2}>
        {entries.length === 0 ? <EmptyState title={t('destruction.form.nothing')} /> : null}
        {entries.map(entry => <Checkbox key={entry.id} label={t(`destruction.entry.${entry.kind}`, { when: stamp(entry.at), name: entry.author })} checked={chosen.has(entry.id)} onChange={() => toggle(entry.id)} />)}
      </Stack>
    </div>
  );
}
