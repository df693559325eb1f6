import { IconId, IconKey } from '@tabler/icons-react';
import { useState } from 'react';

import type { KeyInfo, Person } from '#shared/contract/staff.ts';

import { useCommandOf, useErrorText } from '#renderer/client/index.ts';
import { Banner, Button, Dialog, EmptyState, notify, Row, Section, Stack, Text, useText } from '#renderer/ui/index.ts';

import { EnrolCardDialog } from './EnrolCardDialog.tsx';
import { EnrolPassphraseDialog } from './EnrolPassphraseDialog.tsx';
import classes from './Staff.module.css';

/** How the person gets in: cards and passphrase, with adding and removing. */
export function PersonKeys({ person }: { readonly person: Person }) {
  const t = useText();
  const [adding, setAdding] = useState<'card' | 'passphrase' | null>(null);
  const hasPassphrase = person.keys.some(key => key.kind === 'passphrase');
  const isActive = person.status === 'active';
  const stop = () => setAdding(null);
  const actions = (
    <Row>
      <Button size="dense" disabled={person.hsaId === null} onClick={() => setAdding('card')}>{t('staff.person.addCard')}</Button>
      <Button size="dense" onClick={() => setAdding('passphrase')}>{t(hasPassphrase ? 'staff.person.replacePassphrase' : 'staff.person.addPassphrase')}</Button>
    </Row>
  );
  return (
    <Section title={t('staff.person.keys')} actions={isActive ? actions : null}>
      <Stack>
        {isActive && person.hsaId === null ? <Text muted small>{t('staff.person.noHsaId')}</Text> : null}
        {person.keys.length === 0 && isActive ? <EmptyState title={t('staff.person.noKeys')}>{t('staff.person.noKeysHelp')}</EmptyState> : null}
        {person.keys.length > 0 ? <ul className={classes.keys}>{person.keys.map(key => <KeyRow key={key.id} person={person} info={key} />)}</ul> : null}
      </Stack>
      {adding === 'card' ? <EnrolCardDialog person={person} onClose={stop} /> : null}
      {adding === 'passphrase' ? <EnrolPassphraseDialog person={person} onClose={stop} /> : null}
    </Section>
  );
}

function KeyRow({ person, info }: { readonly person: Person; readonly info: KeyInfo }) {
  const t = useText();
  const errorText = useErrorText();
  const remove = useCommandOf('staff', 'removeKey');
  const clear = useCommandOf('staff', 'clearDelay');
  const [asking, setAsking] = useState(false);
  const what = t(`staff.key.${info.kind}`);
  const facts = [
    info.notAfter === null ? null : t('staff.person.notAfter', { date: info.notAfter.slice(0, 10) }),
    info.addedAt === null ? null : t('staff.person.added', { date: info.addedAt.slice(0, 10) }),
  ].filter(fact => fact !== null);
  const Icon = info.kind === 'card' ? IconId : IconKey;
  return (
    <li className={classes.key}>
      <Icon size={18} stroke={1.7} aria-hidden />
      <div className={classes.keyWords}>
        <Text strong>{[what, info.label].filter(Boolean).join(' · ')}</Text>
        <Text muted small>{facts.join(' · ')}</Text>
        {info.isDamaged ? <Banner tone="danger">{t('staff.person.damaged')}</Banner> : null}
      </div>
      {info.kind === 'passphrase' ? <Button size="dense" kind="quiet" loading={clear.isRunning} onClick={() => clear.start({ userId: person.id }, () => notify(t('staff.person.clearDelayDone')))}>{t('staff.person.clearDelay')}</Button> : null}
      <Button size="dense" kind="quiet" onClick={() => setAsking(true)}>{t('staff.person.removeKey')}</Button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={t('staff.person.removeTitle', { what: what.toLowerCase(), name: person.name })} safeLabel={t('staff.person.removeKeep')} action={{ label: t('staff.person.removeRun'), danger: true, loading: remove.isRunning, onRun: () => remove.start({ userId: person.id, keyId: info.id }, () => setAsking(false)) }}>
        <Stack>
          {remove.error ? <Banner tone="danger" live>{errorText(remove.error).text}</Banner> : null}
          <Text>{t('staff.person.removeBody')}</Text>
        </Stack>
      </Dialog>
    </li>
  );
}
