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

function fieldsOf(report: BreachReport | undefined, newTitle: string, timeZone: string): ReportFields {
  const now = new Date();
  const at = (instant: string | null) => momentOf(instant ?? now.toISOString(), timeZone);
  const draft = report?.draft;
  const scope = draft?.scope;
  return {
    title: draft?.title ?? newTitle, discovered: at(draft?.discoveredAt ?? null), kind: scope?.kind ?? 'log', lost: at(scope?.kind === 'device' ? scope.lostAt : null),
    from: at(scope?.kind === 'log' ? scope.from : new Date(now.getTime() - DAY_MS).toISOString()), to: at(scope?.kind === 'log' ? scope.to : null),
    userId: scope?.kind === 'log' ? scope.userId : null, workstation: scope?.workstation ?? null,
    nature: draft?.nature ?? '', contact: draft?.contact ?? '', consequences: draft?.consequences ?? '', measures: draft?.measures ?? '',
    isNotified: draft?.notifiedAt != null, notified: at(draft?.notifiedAt ?? null), notNotifiedReason: draft?.notNotifiedReason ?? '',
  };
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
