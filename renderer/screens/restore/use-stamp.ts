import { useClinicDay } from '#renderer/client/index.ts';
import { useFormats } from '#renderer/ui/index.ts';

/** Instant → `2026-11-22 02:00`, in the clinic's zone when there is a clinic, else the computer's. */
export function useStamp(): (instant: string) => string {
  const { timeZone } = useClinicDay();
  const { time } = useFormats();
  return instant => `${new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(instant))} ${time(instant, timeZone)}`;
}
