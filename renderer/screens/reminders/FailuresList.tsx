import { useState } from 'react';

import type { ReminderFailure } from '#shared/domain/reminders/reminder.ts';

import { useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { useCommands, useGo } from '#renderer/commands/index.ts';
import { PatientName } from '#renderer/parts/warnings/index.ts';
import { Banner, Button, DataTable, EmptyState, notify, useFormats, useText, type DataColumn } from '#renderer/ui/index.ts';

import classes from './Reminders.module.css';

/** Whom to phone because no text reached them: number beside name, one key when it is done. */
export function FailuresList() {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const { data, error } = useQueryOf('reminders', 'failures', {});
  const settle = useCommandOf('reminders', 'settle');
  const [cursor, setCursor] = useState<ReminderFailure>();
  const columns = useColumns();
  const current = cursor && data?.find(row => row.id === cursor.id);
  const done = (how: 'called' | 'notNeeded'): void => {
    if (current) settle.start({ id: current.id, version: current.version, how }, () => notify(t('reminders.failures.done', { name: current.name })));
  };
  const when = () => current !== undefined;
  useCommands([
    { id: 'reminders.called', message: 'reminders.command.called', shortcut: 'd', permission: 'agenda.write', when, run: () => done('called') },
    { id: 'reminders.notNeeded', message: 'reminders.command.notNeeded', shortcut: 'delete', permission: 'agenda.write', when, run: () => done('notNeeded') },
  ]);
  const failure = error ?? settle.error;
  const isIdle = current === undefined || settle.isRunning;
  return (
    <div className={classes.list}>
      <header className={classes.listHead}><h2>{t('reminders.failures.title')}</h2></header>
      {failure ? <Banner tone="danger" live code={errorText(failure).trace}>{errorText(failure).text}</Banner> : null}
      <div className={classes.listBody}>
        {data ? (
          <DataTable label={t('reminders.failures.list')} columns={columns} rows={data} rowKey={row => row.id} rowHeight={40} autoFocus holdCursor onCursor={setCursor}
            onOpen={row => go('/patients/$patientId', { params: { patientId: row.patientId } })}
            empty={<EmptyState title={t('reminders.failures.empty')}>{t('reminders.failures.emptyWhy')}</EmptyState>} />
        ) : null}
      </div>
      {data && data.length > 0 ? (
        <footer className={classes.listFoot}>
          <Button shortcut="d" kind="primary" disabled={isIdle} onClick={() => done('called')}>{t('reminders.command.called')}</Button>
          <Button shortcut="delete" disabled={isIdle} onClick={() => done('notNeeded')}>{t('reminders.command.notNeeded')}</Button>
        </footer>
      ) : null}
    </div>
  );
}

function useColumns(): DataColumn<ReminderFailure>[] {
  const t = useText();
  const { stamp } = useFormats();
  const phone = ({ isProtected, phone: number }: ReminderFailure) => (isProtected ? <span className={classes.mark}>{t('reminders.failures.protected')}</span> : (number ?? <span className={classes.none}>{t('reminders.failures.noPhone')}</span>));
  return [
    { id: 'start', header: t('reminders.failures.start'), width: '142px', numeric: true, cell: row => stamp(row.start), sort: row => row.start },
    { id: 'name', header: t('reminders.failures.patient'), width: 'minmax(150px, 2fr)', cell: row => <PatientName id={row.patientId} name={row.name} />, sort: row => row.name },
    { id: 'phone', header: t('reminders.failures.phone'), width: 'minmax(130px, 1fr)', numeric: true, cell: phone },
    { id: 'why', header: t('reminders.failures.why'), width: 'minmax(180px, 2fr)', cell: row => <span className={classes.cut} title={t(`reminders.problem.${row.problem}`)}>{t(`reminders.problem.${row.problem}`)}</span>, sort: row => row.problem },
  ];
}
