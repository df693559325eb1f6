import { useText } from '../text.tsx';
import type { AgendaColumnData } from './geometry.ts';

/** What a screen reader says of a free slot: its time, its column, and whether it can be booked. */
export function useSlotWords(column: AgendaColumnData | undefined, minute: number, labelOf: (minute: number) => string): string {
  const t = useText();
  if (!column) return '';
  const at = (span: { readonly start: number; readonly end: number }): boolean => span.start <= minute && minute < span.end;
  const words = { time: labelOf(minute), column: column.fullName ?? column.name };
  const blocked = column.blocked?.find(at);
  if (blocked) return t('ui.agenda.slotBlocked', { ...words, why: blocked.label });
  return t(column.working.some(at) ? 'ui.agenda.slotFree' : 'ui.agenda.slotClosed', words);
}
