import { useState } from 'react';

import type { BreachReport } from '#shared/contract/breach.ts';
import type { BreachDraft, BreachScope } from '#shared/domain/breach/breach.ts';

import { useClinicDay } from '#renderer/client/index.ts';

import { instantOf, momentOf, type Moment } from './moment.ts';

/** The report as the fields hold it. */
export interface ReportFields {
  readonly title: string;
  readonly discovered: Moment;
  readonly kind: BreachScope['kind'];
  readonly lost: Moment;
  readonly from: Moment;
  readonly to: Moment;
  readonly userId: string | null;
  readonly workstation: string | null;
  readonly nature: string;
  readonly contact: string;
  readonly consequences: string;
  readonly measures: string;
  readonly isNotified: boolean;
  readonly notified: Moment;
  readonly notNotifiedReason: string;
}

const DAY_MS = 86_400_000;

type Scoped = Pick<ReportFields, 'kind' | 'lost' | 'from' | 'to' | 'userId' | 'workstation'>;

function scopeFields(scope: BreachScope | undefined, at: (instant: string | null) => Moment): Scoped {
  const now = at(null);
  const dayAgo = at(new Date(Date.now() - DAY_MS).toISOString());
  if (scope === undefined) return { kind: 'log', lost: now, from: dayAgo, to: now, userId: null, workstation: null };
  if (scope.kind === 'device') return { kind: 'device', lost: at(scope.lostAt), from: dayAgo, to: now, userId: null, workstation: scope.workstation };
  return { kind: 'log', lost: now, from: at(scope.from), to: at(scope.to), userId: scope.userId, workstation: scope.workstation };
}

const emptyTexts = { nature: '', contact: '', consequences: '', measures: '', notNotifiedReason: '' } as const;

function fieldsOf(report: BreachReport | undefined, newTitle: string, timeZone: string): ReportFields {
  const at = (instant: string | null) => momentOf(instant ?? new Date().toISOString(), timeZone);
  if (report === undefined) return { title: newTitle, discovered: at(null), ...scopeFields(undefined, at), ...emptyTexts, isNotified: false, notified: at(null) };
  const { title, discoveredAt, scope, nature, contact, consequences, measures, notifiedAt, notNotifiedReason } = report.draft;
  return { title, discovered: at(discoveredAt), ...scopeFields(scope, at), nature, contact, consequences, measures, notNotifiedReason, isNotified: notifiedAt !== null, notified: at(notifiedAt) };
}

function scopeOf(fields: ReportFields, timeZone: string): BreachScope | null {
  const { workstation } = fields;
  if (fields.kind === 'device') {
    const lostAt = instantOf(fields.lost, timeZone);
    return lostAt === null ? null : { kind: 'device', lostAt, workstation };
  }
  const [from, to] = [instantOf(fields.from, timeZone), instantOf(fields.to, timeZone)];
  return from === null || to === null ? null : { kind: 'log', from, to, userId: fields.userId, workstation };
}

/** What is in the fields, and the draft they make up; null while something needed is missing. */
export function useReportDraft(report: BreachReport | undefined, newTitle: string) {
  const { timeZone } = useClinicDay();
  const [fields, setFields] = useState(() => fieldsOf(report, newTitle, timeZone));
  const scope = scopeOf(fields, timeZone);
  const discoveredAt = instantOf(fields.discovered, timeZone);
  const notifiedAt = fields.isNotified ? instantOf(fields.notified, timeZone) : null;
  const isWhole = fields.title.trim() !== '' && scope !== null && discoveredAt !== null && (notifiedAt !== null || !fields.isNotified);
  const { nature, contact, consequences, measures, notNotifiedReason } = fields;
  const draft: BreachDraft | null = isWhole ? { title: fields.title.trim(), discoveredAt, scope, nature, contact, consequences, measures, notifiedAt, notNotifiedReason } : null;
  return { fields, scope, discoveredAt, notifiedAt, draft, set: (change: Partial<ReportFields>) => setFields(known => ({ ...known, ...change })) };
}
