import type { Role } from '#shared/domain/permissions.ts';

import { useClinicDay, useMay, useSession } from '#renderer/client/index.ts';
import { useStartWidgets } from '#renderer/commands/index.ts';
import { Banner, EmptyState, Page, useFormats, useText } from '#renderer/ui/index.ts';

import classes from './StartScreen.module.css';

/** Most pressing first for somebody with several roles. */
const ORDER: readonly Role[] = ['practitioner', 'assistant', 'receptionist', 'administrator'];
const WARN_BEFORE_MS = 30 * 24 * 3_600_000;

/** What needs this person today, by role. The areas fill it through their `startWidgets`. */
export function StartScreen() {
  const t = useText();
  const { longDate, duration } = useFormats();
  const { today } = useClinicDay();
  const { data } = useSession();
  const roles = ORDER.filter(role => data?.user?.roles.includes(role));
  const expires = data?.user?.certificateNotAfter;
  const checked = data?.revocationCheckedAt;
  const heading = longDate(today);
  return (
    <Page title={heading.charAt(0).toUpperCase() + heading.slice(1)}>
      <div className={classes.notices}>
        {expires && Date.parse(expires) - Date.now() < WARN_BEFORE_MS ? <Banner tone="attention">{t('session.expiry', { date: expires.slice(0, 10) })}</Banner> : null}
        {checked ? <Banner tone="attention">{t('session.revocation', { age: duration(Date.now() - Date.parse(checked)) })}</Banner> : null}
      </div>
      {roles.map(role => <RolePart key={role} role={role} titled={roles.length > 1} />)}
    </Page>
  );
}

function RolePart({ role, titled }: { readonly role: Role; readonly titled: boolean }) {
  const t = useText();
  const may = useMay();
  const widgets = useStartWidgets(role).filter(widget => widget.permission === undefined || may(widget.permission));
  return (
    <section className={classes.part} aria-label={t(`start.role.${role}`)}>
      {titled ? <h2 className={classes.role}>{t(`start.role.${role}`)}</h2> : null}
      <div className={classes.widgets}>
        {widgets.map(widget => <div key={widget.id} className={classes.widget} data-span={widget.span ?? 'wide'}><widget.component /></div>)}
      </div>
      {widgets.length === 0 ? <EmptyState title={t(`start.empty.${role}`)} {...(may('patients.read') ? { hint: { keys: 'mod+k', label: t('start.find') } } : {})} /> : null}
    </section>
  );
}
