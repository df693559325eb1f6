import { useMemo } from 'react';

import type { AppointmentStatus } from '#shared/domain/agenda/status.ts';
import type { VisitMoneyState } from '#shared/domain/money/balance.ts';

import { useMay, useQueryOf } from '#renderer/client/index.ts';

interface Shown {
  readonly id: string;
  readonly status: AppointmentStatus;
}

/** Money is a matter from the moment the patient is here; before that there is nothing to say. */
const isOver = ({ status }: Shown): boolean => status === 'arrived' || status === 'inTreatment' || status === 'done' || status === 'noShow' || status === 'cancelledLate';

const MOST = 1000;

/** How visits on the screen stand with money, in one question for all of them; undefined for those it says nothing about, and for people who do not see money. */
export function useMoneyStates(visits: readonly Shown[]): (id: string) => VisitMoneyState | undefined {
  const may = useMay();
  const appointmentIds = useMemo(() => visits.filter(isOver).map(visit => visit.id).sort().slice(0, MOST), [visits]);
  const { data } = useQueryOf('money', 'stateOf', { appointmentIds }, { enabled: may('money.read') && appointmentIds.length > 0, keepPrevious: true });
  return useMemo(() => {
    const states = new Map((data ?? []).map(one => [one.appointmentId, one.state]));
    return id => states.get(id);
  }, [data]);
}

/** Nothing to pay is nothing to say. */
export const isWorthSaying = (state: VisitMoneyState | undefined): state is Exclude<VisitMoneyState, 'none' | 'waived'> => state !== undefined && state !== 'none' && state !== 'waived';
