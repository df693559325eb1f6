import { useMemo } from 'react';

import type { LogLine } from '#shared/domain/log/log-line.ts';

import { useClinicDay } from '#renderer/client/index.ts';
import { useHasText, useText } from '#renderer/ui/index.ts';

export interface LogText {
  /** Clinic's date and time with seconds. */
  readonly when: (line: Pick<LogLine, 'at'>) => string;
  readonly who: (line: LogLine) => string;
  readonly what: (line: LogLine) => string;
  /** Reason in words; a code nobody has words for stays away. */
  readonly reason: (line: LogLine) => string;
}

/** Refusals whose text needs values the log does not keep. */
const PARAMETERS = new Set(['auth.delayed', 'vault.rolledBack', 'card.certExpired', 'card.certNotYetValid', 'card.certRevoked', 'card.loaTooLow', 'card.hsaIdUnknown', 'card.hsaIdInactive', 'card.pinFormat']);

/** Rows whose text is for a technician: what it says in signs, the certificate says in words. */
const TECHNICAL = new Set<string>(['RESTORE_TEST']);

/** What a technician reads after the person's own words: schema, outcome and code of an update that went on. */
const SCHEMA_CHANGE = /(^|; )schema \d+ -> \d+, .*$/;

/** Rows of the log in the person's words. The same functions until the language or the zone changes. */
export function useLogText(): LogText {
  const t = useText();
  const hasText = useHasText();
  const { timeZone } = useClinicDay();
  return useMemo(() => {
    const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    const worded = (code: string): string => {
      const key = `log.reason.${code}`;
      if (hasText(key)) return t(key as 'log.reason.card');
      const refusal = `error.${code}`;
      return hasText(refusal) && !PARAMETERS.has(code) ? t(refusal as 'error.card.pinWrong') : '';
    };
    /** A failed sign-in is written at the next good one: its text says by which way and when it was. */
    const tried = (text: string): string => {
      const found = /^([a-z]+) (\d{4}-\d\d-\d\dT[\d:.]+Z)$/.exec(text);
      return found === null ? text : [worded(found[1] ?? ''), clock.format(new Date(found[2] ?? ''))].filter(part => part !== '').join(' ');
    };
    return {
      when: ({ at }) => clock.format(new Date(at)),
      who: line => (line.actor ? line.actor.name || t('log.table.unknown') : (line.actorHsa ?? t(line.origin === 'program' ? 'log.table.program' : 'log.table.unknown'))),
      what: line => t(`log.action.${line.action}`),
      reason: line => [line.reasonCode === null ? '' : worded(line.reasonCode), TECHNICAL.has(line.action) ? '' : line.action === 'LOGIN_FAIL' ? tried(line.reasonText ?? '') : (line.reasonText ?? '').replace(SCHEMA_CHANGE, '')].filter(part => part !== '').join(' · '),
    };
  }, [t, hasText, timeZone]);
}
