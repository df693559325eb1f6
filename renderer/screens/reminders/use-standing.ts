import { useQueryOf } from '#renderer/client/index.ts';
import type { WorkListCount } from '#renderer/commands/index.ts';

/** The list's id in the hub of lists. */
export const FAILURES = 'reminders.failures';

/** A visit that begins takes its errand off the list without any event. */
const LOOK_AGAIN_MS = 60_000;

/** Whether reminders go out, and how many people must be phoned; one answer shared by status line, lists and settings. */
export const useStanding = () => useQueryOf('reminders', 'standing', {}, { everyMs: LOOK_AGAIN_MS });

export function useOpenCount(): WorkListCount {
  const { data } = useStanding();
  return { count: data?.open };
}
