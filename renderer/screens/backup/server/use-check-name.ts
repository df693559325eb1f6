import { PROBE_CHECKS } from '#shared/domain/backup/probe.ts';

import { useText } from '#renderer/ui/index.ts';

/** What was tried, in words; a check this program does not know keeps its own name. */
export function useCheckName(): (check: string) => string {
  const t = useText();
  return check => {
    const known = PROBE_CHECKS.find(one => one === check);
    return known === undefined ? check : t(`backup.check.${known}`);
  };
}
