import type { Measured } from '#shared/contract/writing.ts';
import type { InlineNode } from '#shared/domain/journal/inline.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useClinicDay, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { PickList } from '#renderer/parts/pick-list/PickList.tsx';
import { Banner, Dialog, Text, useText, type NoteEditorHandle } from '#renderer/ui/index.ts';

interface LatestValuesProps {
  readonly patientId: string;
  readonly editor: NoteEditorHandle;
  readonly onClose: () => void;
}

/** The newest value of each kind with its date: one with its digit, all with Alt+M again (task 4B 5). */
export function LatestValues({ patientId, editor, onClose }: LatestValuesProps) {
  const t = useText();
  const errorText = useErrorText();
  const { timeZone } = useClinicDay();
  const { data, error } = useQueryOf('writing', 'measurements', { patientId });
  const latest = newestOfEach(data ?? []);
  const insert = (values: readonly Measured[]) => {
    onClose();
    const nodes = values.flatMap((value, at): InlineNode[] => {
      const { date } = toLocal(value.eventTime, timeZone);
      const marks = [{ type: 'copied' as const, attrs: { noteId: value.noteId, date } }];
      const { kind, label, unit } = value;
      return [{ type: 'measurement', attrs: { kind, label, value: value.value, unit }, marks }, { type: 'text', text: ` (${date})${at < values.length - 1 ? ', ' : ' '}`, marks }];
    });
    setTimeout(() => editor.insert(nodes));
  };
  return (
    <Dialog open onClose={onClose} size="medium" title={t('journal.values.title')}>
      {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
      {data && latest.length === 0 ? <Banner tone="info">{t('journal.values.none')}</Banner> : null}
      {latest.length > 0 ? <Text muted small>{t('journal.values.help')}</Text> : null}
      <PickList
        rows={latest.map(value => ({ key: value.kind + value.label, title: value.label, detail: `${value.value} ${value.unit} · ${toLocal(value.eventTime, timeZone).date} · ${value.authorName}` }))}
        onPick={at => insert(latest.slice(at, at + 1))}
        again={{ letter: 'm', run: () => insert(latest) }}
      />
    </Dialog>
  );
}

/** The answer comes newest first. */
function newestOfEach(values: readonly Measured[]): Measured[] {
  const found = new Map<string, Measured>();
  for (const value of values) {
    const key = value.kind === 'custom' ? value.label : value.kind;
    if (!found.has(key)) found.set(key, value);
  }
  return [...found.values()];
}
