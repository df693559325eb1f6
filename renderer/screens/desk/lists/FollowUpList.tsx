import { useErrorText, useQueryOf, type OutputOf } from '#renderer/client/index.ts';
import { Banner, DataTable, EmptyState, useFormats, useText, type DataColumn } from '#renderer/ui/index.ts';

import classes from '../Desk.module.css';

type Owed = OutputOf<'desk', 'followUp'>[number];

/** For those who lead: how much each practitioner has left to write and sign; nothing about a patient. */
export function FollowUpList() {
  const t = useText();
  const { stamp } = useFormats();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('desk', 'followUp', {});
  const day = (instant: string | null): string => (instant === null ? '' : stamp(instant).slice(0, 10));
  const columns: DataColumn<Owed>[] = [
    { id: 'name', header: t('desk.followUp.name'), width: 'minmax(150px, 2fr)', cell: one => <span className={classes.name}>{one.name}</span>, sort: one => one.name },
    { id: 'withoutNote', header: t('desk.followUp.withoutNote'), width: '170px', align: 'end', cell: one => one.withoutNote.count, sort: one => one.withoutNote.count },
    { id: 'oldestVisit', header: t('desk.followUp.oldest'), width: '110px', numeric: true, cell: one => day(one.withoutNote.oldest), sort: one => one.withoutNote.oldest },
    { id: 'unsigned', header: t('desk.followUp.unsigned'), width: '110px', align: 'end', cell: one => one.unsigned.count, sort: one => one.unsigned.count },
    { id: 'oldestNote', header: t('desk.followUp.oldest'), width: '110px', numeric: true, cell: one => day(one.unsigned.oldest), sort: one => one.unsigned.oldest },
  ];
  return (
    <>
      <div className={classes.rowsHead}><h2>{t('desk.followUp.title')}</h2><span className={classes.help}>{t('desk.followUp.help')}</span></div>
      {error ? <Banner tone="danger" live code={errorText(error).trace}>{errorText(error).text}</Banner> : null}
      <div className={classes.rowsBody}>
        {data ? <DataTable label={t('desk.followUp.title')} columns={columns} rows={data} rowKey={one => one.userId} autoFocus empty={<EmptyState title={t('desk.followUp.empty')} />} /> : null}
      </div>
    </>
  );
}
