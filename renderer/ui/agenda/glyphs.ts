import { __iconNode as alertTriangle } from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import { __iconNode as armchair } from '@tabler/icons-react/dist/esm/icons/IconArmchair.mjs';
import { __iconNode as arrowForwardUp } from '@tabler/icons-react/dist/esm/icons/IconArrowForwardUp.mjs';
import { __iconNode as check } from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import { __iconNode as receipt } from '@tabler/icons-react/dist/esm/icons/IconReceipt.mjs';
import { __iconNode as coinOff } from '@tabler/icons-react/dist/esm/icons/IconCoinOff.mjs';
import { __iconNode as checks } from '@tabler/icons-react/dist/esm/icons/IconChecks.mjs';
import { __iconNode as circle } from '@tabler/icons-react/dist/esm/icons/IconCircle.mjs';
import { __iconNode as idOff } from '@tabler/icons-react/dist/esm/icons/IconIdOff.mjs';
import { __iconNode as shieldLock } from '@tabler/icons-react/dist/esm/icons/IconShieldLock.mjs';
import { __iconNode as stack } from '@tabler/icons-react/dist/esm/icons/IconStack2.mjs';
import { __iconNode as stethoscope } from '@tabler/icons-react/dist/esm/icons/IconStethoscope.mjs';
import { __iconNode as userQuestion } from '@tabler/icons-react/dist/esm/icons/IconUserQuestion.mjs';
import { __iconNode as userX } from '@tabler/icons-react/dist/esm/icons/IconUserX.mjs';
import { __iconNode as cross } from '@tabler/icons-react/dist/esm/icons/IconX.mjs';

import type { VisitStatus } from '../StatusChip.tsx';
import type { AgendaFlag } from './geometry.ts';

type IconNode = typeof check;

/** All lines of an icon as one path. The icon's own component costs five times as much, and a full day has six hundred. */
const pathOf = (icon: IconNode): string => icon.map(([, attributes]) => attributes['d'] ?? '').join('');

/** The same signs as in VisitSign. */
export const STATUS_PATH: Readonly<Record<VisitStatus, string>> = {
  booked: pathOf(circle), confirmed: pathOf(check), arrived: pathOf(armchair), inTreatment: pathOf(stethoscope), done: pathOf(checks), noShow: pathOf(userX),
  cancelledEarly: pathOf(cross), cancelledLate: pathOf(cross), rescheduled: pathOf(arrowForwardUp),
};

export const FLAG_PATH: Readonly<Record<AgendaFlag['kind'], string>> = {
  protected: pathOf(shieldLock), warning: pathOf(alertTriangle), overbooked: pathOf(stack), unlinked: pathOf(userQuestion), identity: pathOf(idOff), paid: pathOf(receipt), unpaid: pathOf(coinOff),
};
