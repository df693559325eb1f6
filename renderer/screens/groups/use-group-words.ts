import { useClinicDay, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { useFormats, useText } from '#renderer/ui/index.ts';

export type Meeting = OutputOf<'groups', 'meetings'>[number];
export type Participant = OutputOf<'groups', 'participants'>[number];

/** `tis 24 nov 09:00` on the clinic's clock. */
export function useWhen(): (instant: string) => string {
  const { shortDate, time } = useFormats();
  const { timeZone } = useClinicDay();
  return instant => `${shortDate(new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(instant)))} ${time(instant, timeZone)}`;
}

/** "tis 24 nov 09:00 · 6/10 · Anna Lind · 2 väntar". */
export function useMeetingWords(): (meeting: Meeting) => string {
  const t = useText();
  const when = useWhen();
  const resources = useQueryOf('agenda', 'resources', { includeInactive: true });
  const withWhom = ({ resourceIds }: Meeting): string => resources.data?.find(one => one.kind === 'practitioner' && resourceIds.includes(one.id))?.name ?? '';
  return meeting =>
    [when(meeting.start), t('groups.seats', { booked: meeting.booked, capacity: meeting.capacity }), withWhom(meeting), meeting.waiting > 0 && t('groups.waiting', { count: meeting.waiting })].filter(Boolean).join(' · ');
}

/** Groups that meet today or later. */
export function useMeetings() {
  const { today } = useClinicDay();
  return useQueryOf('groups', 'meetings', { from: `${today}T00:00:00.000Z`, limit: 200 });
}
