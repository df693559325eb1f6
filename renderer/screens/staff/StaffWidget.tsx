import type { Person } from '#shared/contract/staff.ts';

import { useQueryOf } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Button, Section, StatusRow, useText } from '#renderer/ui/index.ts';

const SOON_MS = 60 * 86_400_000;

const expiresSoon = (person: Person, now: number): boolean => person.keys.some(key => key.notAfter !== null && Date.parse(key.notAfter) - now < SOON_MS);
const names = (people: readonly Person[]): string => people.map(person => person.name).join(', ');

/** What in people and access needs the administrator: reviews, cards that end, people who cannot get in. */
export function StaffWidget() {
  const t = useText();
  const go = useGo();
  const { data } = useQueryOf('staff', 'overview', {});
  if (!data) return null;
  const active = data.people.filter(person => person.status === 'active');
  const due = active.filter(person => person.reviewDue);
  const expiring = active.filter(person => expiresSoon(person, Date.now()));
  const lockedOut = active.filter(person => person.keys.length === 0);
  const administrators = active.filter(person => person.roles.includes('administrator') && person.keys.length > 0);
  return (
    <Section title={t('staff.widget.title')} actions={<Button size="dense" kind="quiet" onClick={() => go('/staff')}>{t('staff.widget.open')}</Button>}>
      <StatusRow tone={due.length > 0 ? 'attention' : 'ok'} label={t('staff.widget.review')} value={due.length > 0 ? t('staff.widget.reviewSome', { count: due.length }) : t('staff.widget.reviewNone')} />
      <StatusRow tone={expiring.length > 0 ? 'attention' : 'ok'} label={t('staff.widget.expiring')} value={expiring.length > 0 ? t('staff.widget.expiringSome', { names: names(expiring) }) : t('staff.widget.expiringNone')} />
      {lockedOut.length > 0 ? <StatusRow tone="attention" label={t('staff.widget.noKeys')} value={t('staff.widget.noKeysSome', { names: names(lockedOut) })} /> : null}
      {administrators.length < 2 ? <StatusRow tone="attention" label={t('staff.widget.administrators')} value={t('staff.widget.oneAdministrator')} /> : null}
    </Section>
  );
}
