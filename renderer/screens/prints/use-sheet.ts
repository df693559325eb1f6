import { toLocal } from '#shared/domain/agenda/zone.ts';
import type { SheetStatus } from '#shared/domain/prints/print-setting.ts';

import { useClinicDay, useQueryOf } from '#renderer/client/index.ts';
import { useAnyText, useFormats, useText, type StatusRowProps } from '#renderer/ui/index.ts';

export interface SheetWords {
  readonly tone: StatusRowProps['tone'];
  /** For the line at the bottom. */
  readonly short: string;
  readonly text: string;
}

const TONE = { off: 'none', waiting: 'attention', ok: 'ok', failed: 'danger' } as const;

/** How the emergency sheet stands, in words. Undefined while it is not known. */
export function useSheet(): { readonly status: SheetStatus | undefined; readonly words: SheetWords | undefined; readonly reason: string | undefined } {
  const t = useText();
  const { stamp, time, shortDate } = useFormats();
  const { timeZone, today } = useClinicDay();
  const { data: status } = useQueryOf('prints', 'sheetStatus', {});
  const anyText = useAnyText();
  if (!status) return { status, words: undefined, reason: undefined };
  const { state, writtenAt, until, problem } = status;
  const when = writtenAt === null ? '' : stamp(writtenAt);
  const text = {
    off: () => t('prints.sheet.state.off'),
    waiting: () => t('prints.sheet.state.waiting'),
    ok: () => t('prints.sheet.state.ok', { when, until: until === null ? '' : shortDate(until) }),
    failed: () => (writtenAt === null ? t('prints.sheet.state.failedNever') : t('prints.sheet.state.failed', { when })),
  }[state]();
  // A time alone would be read as today's.
  const isToday = writtenAt !== null && toLocal(writtenAt, timeZone).date === today;
  const short = state === 'ok' ? t('prints.sheet.short.ok', { time: isToday ? time(writtenAt, timeZone) : when }) : t(`prints.sheet.short.${state === 'failed' ? 'failed' : 'waiting'}`);
  return { status, words: { tone: TONE[state], short, text }, reason: problem === null ? undefined : anyText(`error.${problem}`) };
}
