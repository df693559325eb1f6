import type { TargetStatus } from '#shared/domain/backup/target-status.ts';

import { Dialog } from '#renderer/ui/index.ts';

import { ExpiryRules } from './ExpiryRules.tsx';

/** The expiry rules of a server that is a place already, for the provider. */
export function ExpiryRulesDialog({ target, onClose }: { readonly target: TargetStatus; readonly onClose: () => void }) {
  if (target.place.kind !== 's3') return null;
  return <Dialog open onClose={onClose} title={target.name} size="medium"><ExpiryRules prefix={target.place.prefix} retentionDays={target.retentionDays} /></Dialog>;
}
