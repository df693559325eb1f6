import { useClinicDay, useQueryOf } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Button, Section, StatusRow, Text, useText } from '#renderer/ui/index.ts';

import classes from './Log.module.css';
import { useLogText } from './use-log-text.ts';

const LINES = 5;
const weekBefore = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) - 6 * 86_400_000).toISOString().slice(0, 10);

/** Is the log whole, and what was refused or failed lately: at most five lines (task 4C 2). */
export function LogWidget() {
  const t = useText();
  const go = useGo();
  const { today } = useClinicDay();
  const { when, who, what, reason } = useLogText();
  const last = useQueryOf('log', 'lastVerify', {});
  const refused = useQueryOf('log', 'all', { from: weekBefore(today), refusedOnly: true, limit: LINES });
  const report = last.data?.report;
  const chain = !report ? t('log.widget.chainNever') : report.ok ? t('log.widget.chainOk', { when: when({ at: report.verifiedAt }) }) : t('log.widget.chainBad', { seq: report.firstBad?.seq ?? 0 });
  return (
    <Section title={t('log.widget.title')} actions={<Button size="dense" kind="quiet" onClick={() => go('/log', { search: { refused: true } })}>{t('log.widget.open')}</Button>}>
      <StatusRow tone={!report ? 'none' : report.ok ? 'ok' : 'danger'} label={t('log.widget.chain')} value={chain} />
      <Text strong small>{t('log.widget.refused')}</Text>
      {refused.data?.lines.length === 0 ? <div><Text muted small>{t('log.widget.refusedNone')}</Text></div> : null}
      <ul className={classes.list}>
        {(refused.data?.lines ?? []).map(line => (
          <li key={line.seq} className={classes.item}><Text num muted>{when(line).slice(0, 16)}</Text><span>{who(line)}</span><span>{what(line)}</span><Text muted>{reason(line)}</Text></li>
        ))}
      </ul>
    </Section>
  );
}
