import { IconAlertTriangle, IconCircleCheck, IconUserOff } from '@tabler/icons-react';
import { useMemo, useState } from 'react';

import type { Person } from '#shared/contract/staff.ts';

import { useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { useCommands, useGo } from '#renderer/commands/index.ts';
import { Banner, Button, DataTable, EmptyState, Page, StatusChip, Switch, Text, useText, type DataColumn, type Translate } from '#renderer/ui/index.ts';

import classes from './Staff.module.css';

/** The access list: who may do what, how they get in, when they last did, and whether that was reviewed (J-14). */
export function StaffScreen() {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const people = useQueryOf('staff', 'overview', {});
  const [showClosed, setShowClosed] = useState(false);
  const add = () => go('/staff/new');
  useCommands([{ id: 'staff.addHere', message: 'staff.command.add', shortcut: 'n', quiet: true, run: add }]);
  const rows = (people.data?.people ?? []).filter(person => showClosed || person.status === 'active');
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <Page title={t('staff.title')} mode="fill" actions={<Button kind="primary" shortcut="n" onClick={add}>{t('staff.list.add')}</Button>}>
      <div className={classes.list}>
        <div className={classes.above}>
          <Switch label={t('staff.list.showClosed')} checked={showClosed} onChange={setShowClosed} />
          {people.error ? <Banner tone="danger" live>{errorText(people.error).text}</Banner> : null}
        </div>
        <DataTable label={t('staff.list.label')} columns={columns} rows={rows} rowKey={person => person.id} rowHeight={40} autoFocus onOpen={person => go('/staff/$userId', { params: { userId: person.id } })} rowTone={person => (person.status === 'closed' ? 'muted' : undefined)} empty={<EmptyState title={t('staff.list.empty')} hint={{ keys: 'n', label: t('staff.list.add') }}>{t('staff.list.emptyHelp')}</EmptyState>} />
      </div>
    </Page>
  );
}

function columnsOf(t: Translate): DataColumn<Person>[] {
  const roles = (person: Person) => person.roles.map(role => t(`staff.role.${role}`)).join(', ');
  return [
    { id: 'name', header: t('staff.list.name'), cell: person => <Text strong>{person.name}</Text>, sort: person => `${person.familyName} ${person.givenName}`, width: 'minmax(160px, 2fr)' },
    { id: 'title', header: t('staff.list.personTitle'), cell: person => person.title, sort: person => person.title, width: 'minmax(120px, 1.5fr)', hideBelow: 760 },
    { id: 'roles', header: t('staff.list.roles'), cell: roles, sort: roles, width: 'minmax(120px, 1.5fr)' },
    { id: 'keys', header: t('staff.list.keys'), cell: person => <WaysIn person={person} />, width: 'minmax(150px, 1fr)' },
    { id: 'last', header: t('staff.list.lastSignIn'), cell: person => person.lastSignInAt?.slice(0, 10) ?? t('staff.list.never'), sort: person => person.lastSignInAt, width: '130px', numeric: true, hideBelow: 620 },
    { id: 'review', header: t('staff.list.review'), cell: person => <ReviewState person={person} />, sort: person => person.reviewedAt, width: '170px', numeric: true, hideBelow: 900 },
  ];
}

function WaysIn({ person }: { readonly person: Person }) {
  const t = useText();
  if (person.status === 'closed') return <StatusChip tone="neutral" icon={<IconUserOff size={14} stroke={2} />}>{t('staff.list.closed')}</StatusChip>;
  if (person.keys.length === 0) return <StatusChip tone="attention" icon={<IconAlertTriangle size={14} stroke={2} />}>{t('staff.list.noKeys')}</StatusChip>;
  return <>{[...new Set(person.keys.map(key => t(`staff.key.${key.kind}`)))].join(', ')}</>;
}

function ReviewState({ person }: { readonly person: Person }) {
  const t = useText();
  if (person.status === 'closed') return null;
  if (person.reviewDue) return <StatusChip tone="attention" icon={<IconAlertTriangle size={14} stroke={2} />}>{t('staff.list.due')}</StatusChip>;
  if (person.reviewedAt === null) return <>{t('staff.person.notReviewed')}</>;
  return <StatusChip tone="ok" icon={<IconCircleCheck size={14} stroke={2} />}>{person.reviewedAt.slice(0, 10)}</StatusChip>;
}
