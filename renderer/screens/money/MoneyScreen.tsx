import { useErrorText, useMay, useQueryOf } from '#renderer/client/index.ts';
import { useGo, useRouteSearch } from '#renderer/commands/index.ts';
import { Banner, Button, Page, SegmentedChoice, Text, useText } from '#renderer/ui/index.ts';

import { DocumentsPart } from './DocumentsPart.tsx';
import { FeesPart } from './FeesPart.tsx';
import classes from './Money.module.css';
import { MONEY_TABS, MoneySearch } from './money-search.ts';
import { UnbilledPart } from './UnbilledPart.tsx';
import { useKronor } from '#renderer/parts/use-kronor.ts';

export const MONEY_PATH = '/money';

/** What is to be charged, what may be charged, and what was issued. */
export function MoneyScreen() {
  const t = useText();
  const go = useGo();
  const may = useMay();
  const { tab, filter } = useRouteSearch(MoneySearch);
  const change = (search: Partial<MoneySearch>): void => go(MONEY_PATH, { search: { tab, filter, ...search }, replace: true });
  return (
    <Page title={t('money.title')} mode="fill" detail={<MeterLine />} actions={
      <>
        <SegmentedChoice label={t('money.tab.label')} value={tab} onChange={next => change({ tab: next })} options={MONEY_TABS.map(value => ({ value, label: t(`money.tab.${value}`) }))} />
        {may('money.configure') ? <Button onClick={() => go('/money/settings')}>{t('money.command.settings')}</Button> : null}
      </>
    }>
      <div className={classes.part}>
        <MeterBanner />
        {tab === 'unbilled' ? <UnbilledPart /> : null}
        {tab === 'fees' ? <FeesPart /> : null}
        {tab === 'documents' ? <DocumentsPart patientId={null} filter={filter} onFilter={next => change({ filter: next })} /> : null}
      </div>
    </Page>
  );
}

/** F-08, as long as there is nothing to worry about: one quiet line. */
function MeterLine() {
  const t = useText();
  const { kronor } = useKronor();
  const { data } = useQueryOf('money', 'register', {});
  if (!data || data.level === 'near' || data.level === 'over') return null;
  return <Text small muted num>{data.level === 'declared' ? t('money.meter.declared') : t('money.meter.ok', { sum: kronor(data.sumMinor), limit: kronor(data.limitMinor), percent: data.percent })}</Text>;
}

function MeterBanner() {
  const t = useText();
  const { kronor } = useKronor();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('money', 'register', {});
  if (error) return <div className={classes.notice}><Banner tone="danger" live>{errorText(error).text}</Banner></div>;
  if (data?.level === 'near') return <div className={classes.notice}><Banner tone="attention">{t('money.meter.near', { sum: kronor(data.sumMinor), limit: kronor(data.limitMinor), percent: data.percent })}</Banner></div>;
  if (data?.level === 'over') return <div className={classes.notice}><Banner tone="danger">{t('money.meter.over', { sum: kronor(data.sumMinor), limit: kronor(data.limitMinor), year: String(data.year) })}</Banner></div>;
  return null;
}
