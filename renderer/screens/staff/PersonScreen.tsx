import { useState } from 'react';
import * as z from 'zod';

import type { Person } from '#shared/contract/staff.ts';
import type { Role } from '#shared/domain/permissions.ts';

import { useCommandOf, useErrorText, useQueryOf } from '#renderer/client/index.ts';
import { useGo, useRouteParams } from '#renderer/commands/index.ts';
import { Banner, Button, Dialog, FactList, notify, Page, Section, Stack, Text, useText } from '#renderer/ui/index.ts';

import { PersonForm } from './PersonForm.tsx';
import { PersonHistory } from './PersonHistory.tsx';
import { PersonKeys } from './PersonKeys.tsx';
import { RolePreview } from './RolePreview.tsx';
import classes from './Staff.module.css';

const Params = z.object({ userId: z.uuid() });

/** One person: details and roles, ways in, access review, history, and the end of it all. */
export function PersonScreen() {
  const t = useText();
  const errorText = useErrorText();
  const { userId } = useRouteParams(Params);
  const { data, error } = useQueryOf('staff', 'get', { id: userId });
  if (error) return <Page title={t('staff.title')}><Banner tone="danger" live>{errorText(error).text}</Banner></Page>;
  if (!data) return <Page title={t('staff.title')}>{null}</Page>;
  const { person, history } = data;
  return (
    <Page title={person.name} detail={person.status === 'closed' ? t('staff.person.closedOn', { date: person.closedAt?.slice(0, 10) ?? '' }) : t('staff.person.active')} actions={<CloseOrReopen person={person} />}>
      {/* a new version from elsewhere starts the form over; what was typed on the old one could not be saved anyway */}
      <Details key={person.version} person={person} />
      <PersonKeys person={person} />
      <Review person={person} />
      <Section title={t('staff.person.history')}><PersonHistory history={history} /></Section>
    </Page>
  );
}

function Details({ person }: { readonly person: Person }) {
  const t = useText();
  const errorText = useErrorText();
  const update = useCommandOf('staff', 'update');
  const [roles, setRoles] = useState<readonly Role[]>(person.roles);
  const { givenName, familyName, title, profession } = person;
  const initial = { givenName, familyName, title, profession, hsaId: person.hsaId ?? '', roles: person.roles };
  return (
    <div className={classes.person}>
      <div><Section title={t('staff.person.details')}>
        {update.error ? <Banner tone="danger" live>{errorText(update.error).text}</Banner> : null}
        <PersonForm initial={initial} saveLabel={t('staff.form.save')} isSaving={update.isRunning} disabled={person.status === 'closed'} onRoles={setRoles} onSave={draft => update.start({ id: person.id, version: person.version, draft }, () => notify(t('staff.form.saved'), 'staff-saved'))} />
      </Section></div>
      <div><Section title={t('staff.preview.title')}><RolePreview roles={roles} /></Section></div>
    </div>
  );
}

function Review({ person }: { readonly person: Person }) {
  const t = useText();
  const errorText = useErrorText();
  const confirm = useCommandOf('staff', 'confirmReview');
  const reviewed = person.reviewedAt === null ? t('staff.person.notReviewed') : t('staff.person.reviewed', { date: person.reviewedAt.slice(0, 10), by: person.reviewedBy ?? '' });
  return (
    <Section title={t('staff.person.review')} actions={person.status === 'active' ? <Button size="dense" loading={confirm.isRunning} onClick={() => confirm.start({ id: person.id, version: person.version })}>{t('staff.person.confirmReview')}</Button> : null}>
      <Stack>
        {person.reviewDue ? <Banner tone="attention">{t('staff.person.reviewDue')}</Banner> : null}
        {confirm.error ? <Banner tone="danger" live>{errorText(confirm.error).text}</Banner> : null}
        <FactList facts={[
          { label: t('staff.person.review'), value: reviewed },
          { label: t('staff.person.lastSignIn'), value: person.lastSignInAt?.slice(0, 10) ?? t('staff.person.never') },
          { label: t('staff.person.status'), value: t('staff.person.created', { date: person.createdAt.slice(0, 10) }) },
        ]} />
      </Stack>
    </Section>
  );
}

function CloseOrReopen({ person }: { readonly person: Person }) {
  const t = useText();
  const go = useGo();
  const errorText = useErrorText();
  const close = useCommandOf('staff', 'close');
  const reopen = useCommandOf('staff', 'reopen');
  const [asking, setAsking] = useState(false);
  if (person.status === 'closed') return <Button loading={reopen.isRunning} onClick={() => reopen.start({ id: person.id, version: person.version })}>{t('staff.person.reopen')}</Button>;
  const run = () => close.start({ id: person.id, version: person.version }, () => {
    setAsking(false);
    go('/staff');
  });
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('staff.person.close')}</Button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={t('staff.person.closeTitle', { name: person.name })} safeLabel={t('staff.person.closeKeep')} action={{ label: t('staff.person.closeRun'), danger: true, loading: close.isRunning, onRun: run }}>
        <Stack>
          {close.error ? <Banner tone="danger" live>{errorText(close.error).text}</Banner> : null}
          <Text>{t('staff.person.closeBody')}</Text>
        </Stack>
      </Dialog>
    </>
  );
}
