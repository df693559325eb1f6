import { IconAlertTriangle, IconArrowBackUp, IconCircle, IconCircleCheck, IconCircleHalf2, IconReceiptRefund } from '@tabler/icons-react';

import type { DocumentState } from '#shared/domain/money/balance.ts';

import { StatusChip, useText } from '#renderer/ui/index.ts';

const LOOK = {
  unpaid: { tone: 'info', icon: IconCircle }, part: { tone: 'info', icon: IconCircleHalf2 }, paid: { tone: 'ok', icon: IconCircleCheck }, overdue: { tone: 'attention', icon: IconAlertTriangle },
  credited: { tone: 'neutral', icon: IconArrowBackUp }, refundDue: { tone: 'attention', icon: IconReceiptRefund },
} as const;

/** How a document stands: sign, colour and word. */
export function DocumentStateChip({ state }: { readonly state: DocumentState }) {
  const t = useText();
  const { tone, icon: Icon } = LOOK[state];
  return <StatusChip tone={tone} icon={<Icon size={14} stroke={2} />}>{t(`money.state.${state}`)}</StatusChip>;
}
