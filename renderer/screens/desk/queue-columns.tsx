import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';

import { minutesBetween, queuePart, sinceOf, type QueueVisit } from '#shared/domain/desk/queue.ts';
import type { VisitMoneyState } from '#shared/domain/money/balance.ts';

import { isWorthSaying } from '#renderer/parts/use-money-states.ts';
import { Button, useFormats, useText, VisitStatusChip, type DataColumn, type Translate } from '#renderer/ui/index.ts';

import classes from './Desk.module.css';
import { nextStep } from './queue-commands.ts';
import type { VisitSteps } from './use-visit-steps.ts';

const KEY = { checkIn: 'c', start: 's', done: 'd' } as const;
/** Shown ahead of time only when it is near. */
const SOON_MIN = 30;

/** How the time stands, in words: "väntat 12 min", "7 min sen". */
export function sinceText(visit: QueueVisit, now: number, t: Translate): string {
  const part = queuePart(visit, now);
  const minutes = minutesBetween(sinceOf(visit), now);
  if (part === 'waiting') return t('desk.queue.waited', { minutes });
  if (part === 'late') return t('desk.queue.late', { minutes });
  if (part === 'treatment') return t('desk.queue.treated', { minutes });
  const ahead = Math.ceil((Date.parse(visit.start) - now) / 60_000);
  return part === 'next' && ahead <= SOON_MIN ? t('desk.queue.in', { minutes: Math.max(0, ahead) }) : '';
}

/** One line, cut with an ellipsis; the whole of it in a tip. */
export const Cut = ({ children }: { readonly children: string }) => <span className={classes.cut} title={children}>{children}</span>;

/** What must be seen besides the status. */
function Marks({ visit, money }: { readonly visit: QueueVisit; readonly money: VisitMoneyState | undefined }) {
  const t = useText();
  const quiet = [visit.isProtected && t('desk.flag.protected'), visit.patientId === null && t('desk.flag.unlinked'), visit.overbooked && t('desk.flag.overbooked')].filter(word => word !== false);
  return (
    <span className={classes.marks}>
      {visit.hasWarning ? <span className={classes.warning}><IconAlertTriangle size={14} stroke={2} aria-hidden />{t('desk.flag.warning')}</span> : null}
      {isWorthSaying(money) ? <span className={classes.mark} data-money={money}>{t(`money.state.${money}`)}</span> : null}
      {quiet.map(word => <span key={word} className={classes.mark}>{word}</span>)}
    </span>
  );
}

function Identity({ visit }: { readonly visit: QueueVisit }) {
  const t = useText();
  if (visit.identityChecked) return <span className={classes.id} data-checked><IconCheck size={14} stroke={2} aria-hidden />{t('desk.queue.identityChecked')}</span>;
  return visit.status === 'arrived' || visit.status === 'inTreatment' ? <span className={classes.id}>{t('desk.queue.identityNot')}</span> : null;
}

function NextStep({ visit, steps }: { readonly visit: QueueVisit; readonly steps: VisitSteps }) {
  const t = useText();
  const next = nextStep(visit);
  if (!next) return null;
  const run = () => (next === 'checkIn' ? steps.checkIn(visit, null) : steps.setStatus(visit, next === 'start' ? 'inTreatment' : 'done'));
  return <Button size="dense" shortcut={KEY[next]} onClick={run}>{t(`desk.command.${next}`)}</Button>;
}

/** The queue's columns; on a narrow screen time, name, status and waiting survive. */
export function useQueueColumns({ now, timeZone, steps, mayWrite, withPlace, moneyOf }: { readonly moneyOf: (id: string) => VisitMoneyState | undefined; readonly now: number; readonly timeZone: string; readonly steps: VisitSteps; readonly mayWrite: boolean; readonly withPlace: boolean }): DataColumn<QueueVisit>[] {
  const t = useText();
  const { time } = useFormats();
  return [
    { id: 'time', header: t('desk.queue.time'), width: '60px', numeric: true, cell: visit => time(visit.start, timeZone) },
    { id: 'name', header: t('desk.queue.name'), width: 'minmax(124px, 2fr)', cell: visit => <span className={classes.name} title={visit.name}>{visit.name}</span> },
    { id: 'status', header: t('desk.queue.status'), width: '128px', cell: visit => <VisitStatusChip status={visit.status} /> },
    { id: 'since', header: t('desk.queue.since'), width: '118px', numeric: true, cell: visit => <span className={classes.since} data-part={queuePart(visit, now)}>{sinceText(visit, now, t)}</span> },
    { id: 'service', header: t('desk.queue.service'), width: 'minmax(90px, 1fr)', cell: visit => <Cut>{visit.service}</Cut>, hideBelow: 860 },
    { id: 'with', header: t('desk.queue.with'), width: 'minmax(120px, 1fr)', cell: visit => <Cut>{visit.practitioner}</Cut>, hideBelow: 640 },
    ...(withPlace ? [{ id: 'place', header: t('desk.queue.place'), width: 'minmax(70px, 0.6fr)', cell: (visit: QueueVisit) => <Cut>{visit.place}</Cut>, hideBelow: 1000 }] : []),
    { id: 'identity', header: t('desk.queue.identity'), width: '124px', cell: visit => <Identity visit={visit} />, hideBelow: 760 },
    { id: 'marks', header: t('desk.queue.marks'), width: 'minmax(150px, 1fr)', cell: visit => <Marks visit={visit} money={moneyOf(visit.id)} />, hideBelow: 980 },
    ...(mayWrite ? [{ id: 'do', header: '', width: '132px', align: 'end' as const, cell: (visit: QueueVisit) => <NextStep visit={visit} steps={steps} /> }] : []),
  ];
}
