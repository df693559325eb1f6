import type { AgendaEntry } from '#shared/domain/agenda/appointment.ts';

import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { Banner, Dialog, EmptyState, useText } from '#renderer/ui/index.ts';

import { BookingDialog } from './BookingDialog.tsx';
import type { Slot } from './booking-fields.ts';
import type { BookingParts } from './use-booking.ts';

/** The visit that is followed by another. */
type Rebooked = Pick<AgendaEntry, 'id' | 'patientId' | 'name'>;

interface RebookDialogProps extends Omit<BookingParts, 'slot' | 'patient' | 'draft'> {
  readonly entry: Rebooked;
  readonly onClose: () => void;
}

/** "+2 weeks, same time": proposes it, or the first free time after it; Enter books (task 4B 10). */
export function RebookDialog({ entry, onClose, ...parts }: RebookDialogProps) {
  const t = useText();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('agenda', 'rebookOffer', { id: entry.id, patientId: entry.patientId });
  if (error || data?.offer === null) {
    return (
      <Dialog open onClose={onClose} title={t('agenda.rebook.title', { name: entry.name })}>
        {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : <EmptyState title={t('agenda.nextFree.none')} />}
      </Dialog>
    );
  }
  if (!data) return null;
  return <BookingDialog slot={slotOf(entry, { ...data, offer: data.offer })} patient={undefined} draft={undefined} onClose={onClose} {...parts} />;
}

interface Proposal {
  readonly offer: { readonly resourceId: string; readonly start: string };
  readonly serviceId: string;
  readonly durationMin: number;
}

function slotOf(entry: Rebooked, { offer, serviceId, durationMin }: Proposal): Slot {
  const patient = entry.patientId === null ? { kind: 'walkIn' as const, name: entry.name, phone: '', birthDate: null } : { kind: 'known' as const, id: entry.patientId, name: entry.name };
  return { resourceId: offer.resourceId, start: offer.start, serviceId, durationMin, patient };
}
