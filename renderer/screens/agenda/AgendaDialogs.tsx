import { toLocal } from '#shared/domain/agenda/zone.ts';
import type { AgendaEntry, CancelReason } from '#shared/domain/agenda/appointment.ts';

import { useQueryOf } from '#renderer/client/index.ts';
import type { Command } from '#renderer/commands/index.ts';

import { BookingDialog } from './BookingDialog.tsx';
import { CancelDialog } from './CancelDialog.tsx';
import { dayScale } from './day-scale.ts';
import { NextFreeDialog } from './NextFreeDialog.tsx';
import type { PickedPatient } from './PatientPicker.tsx';
import type { AgendaData } from './use-agenda-data.ts';
import type { AgendaView } from './use-agenda-view.ts';
import type { Slot } from './use-booking.ts';
import { VisitDialog } from './VisitDialog.tsx';

export type OpenDialog = { readonly kind: 'book'; readonly slot: Slot } | { readonly kind: 'visit' | 'cancel'; readonly id: string } | { readonly kind: 'nextFree' } | undefined;

interface AgendaDialogsProps {
  readonly open: OpenDialog;
  readonly data: AgendaData;
  readonly view: AgendaView;
  /** Where the keyboard stands. */
  readonly cursor: Slot;
  readonly usable: readonly Command[];
  readonly onClose: () => void;
  readonly onCancel: (entry: AgendaEntry, reason: CancelReason, text: string) => void;
  readonly onOffer: (slot: Slot, date: string, minute: number) => void;
}

/** Whatever question stands above the agenda at the moment. */
export function AgendaDialogs({ open, data, view, cursor, usable, onClose, onCancel, onOffer }: AgendaDialogsProps) {
  const { patient, isPending } = useChosenPatient(view.patientId);
  if (!open) return null;
  if (open.kind === 'book') {
    if (isPending) return null;
    const resource = data.resources.find(one => one.id === open.slot.resourceId);
    return <BookingDialog slot={open.slot} resource={resource} services={data.services} patient={patient} onClose={onClose} onBooked={onClose} />;
  }
  if (open.kind === 'nextFree') {
    const take = (offer: { readonly resourceId: string; readonly start: string }, serviceId: string): void => {
      const { date } = toLocal(offer.start, view.timeZone);
      onOffer({ resourceId: offer.resourceId, start: offer.start, serviceId }, date, dayScale(date, view.timeZone, view.view === 'week').toMinute(offer.start));
    };
    const now = new Date().toISOString();
    return <NextFreeDialog resources={data.resources} services={data.services} resourceId={cursor.resourceId} from={cursor.start > now ? cursor.start : now} onClose={onClose} onTake={take} />;
  }
  const entry = data.entryOf(open.id);
  if (!entry) return null;
  if (open.kind === 'cancel') return <CancelDialog entry={entry} onClose={onClose} onCancel={(reason, text) => onCancel(entry, reason, text)} />;
  return <VisitDialog entry={entry} resources={data.resources} services={data.services} actions={usable} onClose={onClose} />;
}

/** The patient of the strip, by the same question as the strip asks, so that it costs no second one. */
function useChosenPatient(patientId: string | undefined): { readonly patient: PickedPatient | undefined; readonly isPending: boolean } {
  const { data, isPending } = useQueryOf('patients', 'strip', { id: patientId ?? '' }, { enabled: patientId !== undefined });
  if (patientId === undefined) return { patient: undefined, isPending: false };
  return { patient: data && { kind: 'known', id: data.id, name: `${data.familyName}, ${data.givenName}` }, isPending };
}
