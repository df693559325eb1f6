import { useEffect, useMemo, useRef } from 'react';

import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';
import type { BookingDraft } from '#shared/domain/agenda/booking-draft.ts';
import { toLocal } from '#shared/domain/agenda/zone.ts';

import { useMay, useQueryOf } from '#renderer/client/index.ts';
import { useGo, type Command } from '#renderer/commands/index.ts';

import { BookingDialog } from './BookingDialog.tsx';
import type { Slot } from './booking-fields.ts';
import { CancelDialog } from './CancelDialog.tsx';
import { dayScale } from './day-scale.ts';
import { NextFreeDialog } from './NextFreeDialog.tsx';
import type { PickedPatient } from './PatientPicker.tsx';
import { RebookDialog } from './RebookDialog.tsx';
import type { AgendaData } from './use-agenda-data.ts';
import type { AgendaView } from './use-agenda-view.ts';
import { useWaitingDraft } from './use-booking-draft.ts';
import type { Booked, VisitActions } from './use-visit-actions.ts';
import { VisitDialog } from './VisitDialog.tsx';

/** For whom and what a free time is looked for, when a visit waits for a new one. */
export interface Wish extends Pick<Slot, 'resourceId' | 'patient' | 'serviceId' | 'replacesId'> {
  /** ISO UTC; later than the time that was given up, or it would be offered first. */
  readonly after: string;
}

export type OpenDialog =
  | { readonly kind: 'book'; readonly slot: Slot; readonly draft?: BookingDraft }
  | { readonly kind: 'visit' | 'cancel'; readonly id: string }
  | { readonly kind: 'nextFree'; readonly wish?: Wish; readonly serviceId?: string | undefined }
  | { readonly kind: 'rebook'; readonly entry: AgendaEntry }
  | undefined;

interface AgendaDialogsProps {
  readonly open: OpenDialog;
  readonly onOpen: (open: OpenDialog) => void;
  readonly data: AgendaData;
  readonly view: AgendaView;
  /** Where the keyboard stands. */
  readonly cursor: Slot;
  readonly usable: readonly Command[];
  readonly actions: VisitActions;
  readonly goTo: (resourceId: string, date: string, minute: number) => void;
}

/** Whatever question stands above the agenda at the moment. */
export function AgendaDialogs({ open, onOpen, data, view, cursor, usable, actions, goTo }: AgendaDialogsProps) {
  const may = useMay();
  const { patient, isPending } = useChosenPatient(view.patientId);
  const lastServices = useLastServices(data, may('agenda.write'));
  useWaitingDraft(draft => onOpen({ kind: 'book', slot: slotOf(draft), draft }), may('agenda.write'));
  useOpenAsked(view, onOpen);
  if (!open || data.services.length === 0) return null;
  const close = (): void => onOpen(undefined);
  const show = (slot: { readonly resourceId: string; readonly start: string }): void => {
    const { date } = toLocal(slot.start, view.timeZone);
    goTo(slot.resourceId, date, dayScale(date, view.timeZone, view.view === 'week').toMinute(slot.start));
  };
  const booking = { services: data.services, resources: data.resources, lastServices, onClose: close, onBooked: (visit: Booked) => { actions.booked(visit); close(); } };
  if (open.kind === 'book') return isPending ? null : <BookingDialog key={open.slot.start} slot={open.slot} draft={open.draft} patient={patient} {...booking} />;
  if (open.kind === 'rebook') return <RebookDialog entry={open.entry} {...booking} />;
  if (open.kind === 'nextFree') {
    if (isPending) return null;
    const wished: Wish = open.wish ?? { resourceId: cursor.resourceId, after: cursor.start };
    const { after, ...wish } = wished;
    const from = after > new Date().toISOString() ? after : new Date().toISOString();
    return (
      <NextFreeDialog resources={data.resources} services={data.services} resourceId={wish.resourceId} serviceId={wish.serviceId ?? open.serviceId ?? lastServices.get(wish.resourceId)} patient={wish.patient ?? patient} from={from} onClose={close}
        onTake={(offer, serviceId) => { show(offer); onOpen({ kind: 'book', slot: { ...wish, resourceId: offer.resourceId, start: offer.start, serviceId } }); }} />
    );
  }
  const entry = data.entryOf(open.id);
  if (!entry) return null;
  if (open.kind === 'cancel') return <CancelDialog entry={entry} onClose={close} onCancel={(reason, text) => void actions.cancel(entry, reason, text).then(close)} />;
  return <VisitDialog entry={entry} resources={data.resources} services={data.services} actions={usable} onClose={close} />;
}

/** A new time for this visit: the same patient, practitioner and service. */
export const wishOf = (visit: AgendaEntry): Wish => ({
  resourceId: visit.resourceId, serviceId: visit.serviceId, replacesId: visit.id, after: visit.end,
  patient: visit.patientId === null ? { kind: 'walkIn', name: visit.name, phone: '', birthDate: null } : { kind: 'known', id: visit.patientId, name: visit.name },
});

const slotOf = ({ slot: { resourceId, start, replacesId } }: BookingDraft): Slot => ({ resourceId, start, ...(replacesId ? { replacesId } : {}) });

/** Another screen asked for free times for its patient; asked once, so a lock does not ask again. */
function useOpenAsked(view: AgendaView, onOpen: (open: OpenDialog) => void): void {
  const go = useGo();
  const { open: asked, change, patientId, serviceId } = view;
  const latest = useRef(onOpen);
  latest.current = onOpen;
  useEffect(() => {
    if (asked === undefined) return;
    latest.current({ kind: asked, serviceId });
    change({ open: undefined, serviceId: undefined });
    go('/agenda', { search: patientId === undefined ? {} : { patientId }, replace: true });
  }, [asked, change, go, patientId, serviceId]);
}

/** The service last booked in each column, asked for before a dialog opens, so that Enter never comes before it. */
function useLastServices(data: AgendaData, enabled: boolean): ReadonlyMap<string, string> {
  const resourceIds = useMemo(() => data.resources.map(resource => resource.id).slice(0, 60), [data.resources]);
  const last = useQueryOf('agenda', 'lastServices', { resourceIds }, { enabled: enabled && resourceIds.length > 0, keepPrevious: true });
  return useMemo(() => new Map((last.data ?? []).map(one => [one.resourceId, one.serviceId])), [last.data]);
}

/** The patient of the strip, by the same question as the strip asks, so that it costs no second one. */
function useChosenPatient(patientId: string | undefined): { readonly patient: PickedPatient | undefined; readonly isPending: boolean } {
  const { data, isPending } = useQueryOf('patients', 'strip', { id: patientId ?? '' }, { enabled: patientId !== undefined });
  if (patientId === undefined) return { patient: undefined, isPending: false };
  return { patient: data && { kind: 'known', id: data.id, name: `${data.familyName}, ${data.givenName}` }, isPending };
}
