import { IconCards, IconEyeOff, IconId, IconKey, IconLock, IconMenu2, IconSearch } from '@tabler/icons-react';

import { client, useCardPresence, useSession } from '#renderer/client/index.ts';
import { Button, IconButton, KeyHint, StatusChip, useText } from '#renderer/ui/index.ts';

import classes from './Frame.module.css';
import { MENU_KEY, openMenu } from './menu/CommandMenu.tsx';
import { palette } from './palette-store.ts';
import { cover, PRIVACY_KEY } from './privacy/PrivacyCover.tsx';

/** Search, menu, who is signed in with what, cover and lock. */
export function TopLine() {
  const t = useText();
  const { data } = useSession();
  const user = data?.user;
  return (
    <header className={classes.top}>
      <button type="button" className={classes.search} onClick={() => palette.open()} aria-keyshortcuts="Control+K">
        <IconSearch size={16} stroke={1.8} aria-hidden />
        <span className={classes.searchWord} title={t('app.search')}>{t('app.search')}</span>
        <KeyHint keys="mod+k" />
      </button>
      <div className={classes.person}>
        {user ? (
          <div className={classes.personName}>
            <strong>{user.name}</strong>
            <span>{user.title}</span>
          </div>
        ) : null}
        <IconButton label={t('app.menu.open')} shortcut={MENU_KEY} icon={<IconMenu2 size={18} stroke={1.8} aria-hidden />} onClick={openMenu} />
        <IconButton label={t('app.privacy.hide')} shortcut={PRIVACY_KEY} icon={<IconEyeOff size={18} stroke={1.8} aria-hidden />} onClick={cover} />
        <CardChip byCard={user?.certificateNotAfter !== null} />
        <Button kind="secondary" size="dense" icon={<IconLock size={16} stroke={1.8} aria-hidden />} shortcut="mod+l" onClick={() => void client.shell.lock({}).catch(() => undefined)}>
          {t('app.lock')}
        </Button>
      </div>
    </header>
  );
}

function CardChip({ byCard }: { readonly byCard: boolean }) {
  const t = useText();
  const presence = useCardPresence();
  if (!byCard) return <StatusChip tone="neutral" icon={<IconKey size={14} stroke={2} />}>{t('app.card.passphrase')}</StatusChip>;
  if (presence === null || presence.state === 'present') return <StatusChip tone="ok" icon={<IconId size={14} stroke={2} />}>{t('app.card.in')}</StatusChip>;
  return <StatusChip tone="attention" icon={<IconCards size={14} stroke={2} />}>{t('app.card.out')}</StatusChip>;
}
