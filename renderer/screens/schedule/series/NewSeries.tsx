import { toLocal } from '#shared/domain/agenda/zone.ts';
import type { Resource, Service } from '#shared/domain/agenda/service.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { useCommands, useGo } from '#renderer/commands/index.ts';
import { Banner, Button, notify, Page, Row, Text, useText } from '#renderer/ui/index.ts';

import classes from '../Schedule.module.css';
import { SeriesFields } from './SeriesForm.tsx';
import { SeriesPreview } from './SeriesPreview.tsx';
import { useSeriesForm, type SeriesStart } from './use-series-form.ts';

interface NewSeriesProps {
  readonly start: SeriesStart;
  readonly resources: readonly Resource[];
  readonly services: readonly Service[];
}

/** Plans visits that repeat, looks each time through before anything is booked, and books all or none (C-04). */
export function NewSeries({ start, resources, services }: NewSeriesProps) {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const form = useSeriesForm(start);
  const book = useCommandOf('schedule', 'bookSeries');
  const { input, inTheWay } = form;
  const isReady = input !== undefined && inTheWay === 0 && !book.isRunning;
  const fixedName = start.joins ? (start.person?.name ?? start.walkIn?.name) : undefined;
  const backTo = (day: string): void => go('/agenda', { search: { day } });
  const run = (): void => {
    if (!input || !isReady) return;
    book.start(input, done => {
      notify(t('schedule.series.booked', { count: done.visits.length }));
      backTo(toLocal(done.visits[0]?.start ?? '', start.timeZone).date);
    });
  };
  useCommands([{ id: 'schedule.bookSeries', message: 'schedule.series.book', params: { count: form.moments.length }, shortcut: 'mod+enter', when: () => isReady, run }]);
  const error = book.error ?? form.error;
  return (
    <Page title={fixedName === undefined ? t('schedule.series.title') : t('schedule.series.titleFor', { name: fixedName })} mode="fill" actions={<Button size="dense" onClick={() => backTo(form.fields.date ?? start.today)}>{t('schedule.series.back')}</Button>}>
      <div className={classes.halves}>
        <div className={classes.form}><SeriesFields form={form} resources={resources} services={services} fixedName={fixedName} /></div>
        <div className={classes.result}>
          {error ? <Banner tone="danger" live>{errorText(error).text}</Banner> : null}
          <Row justify="between" gap={3} wrap>
            <Text muted>{inTheWay > 0 ? t('schedule.series.notReady', { count: inTheWay }) : ''}</Text>
            <Button kind="primary" shortcut="mod+enter" onClick={run} disabled={!isReady} loading={book.isRunning}>{t('schedule.series.book', { count: form.moments.length })}</Button>
          </Row>
          <div className={classes.grow}><SeriesPreview form={form} /></div>
        </div>
      </div>
    </Page>
  );
}
