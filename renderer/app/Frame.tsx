import { Outlet } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

import { useSession } from '#renderer/client/index.ts';
import { register, useCommandContext } from '#renderer/commands/index.ts';
import { useText } from '#renderer/ui/index.ts';

import { areaCommands, overlays, PatientStripOf } from './areas.ts';
import { DemoLine } from './DemoLine.tsx';
import { useFrameCommands } from './frame-commands.ts';
import classes from './Frame.module.css';
import { CommandMenu } from './menu/CommandMenu.tsx';
import { Palette } from './Palette.tsx';
import { PrivacyCover } from './privacy/PrivacyCover.tsx';
import { Rail } from './Rail.tsx';
import { ShortcutList } from './ShortcutList.tsx';
import { StatusLine } from './StatusLine.tsx';
import { TopLine } from './TopLine.tsx';
import { useShortcuts } from './use-shortcuts.ts';

/** Rail, top line, patient strip, screen, status line: the same around every screen. */
export function Frame() {
  const t = useText();
  const { data } = useSession();
  const { patientId, may } = useCommandContext();
  const [listOpen, setListOpen] = useState(false);
  useEffect(() => register(areaCommands, 'area'), []);
  useFrameCommands({ onShortcutList: () => setListOpen(true) });
  useShortcuts();
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#screen" onClick={event => { event.preventDefault(); document.getElementById('screen')?.focus(); }}>{t('app.skip')}</a>
      {data?.clinic?.isDemo ? <DemoLine /> : null}
      <div className={classes.middle}>
        <Rail />
        <div className={classes.column}>
          <TopLine />
          {patientId && PatientStripOf ? <PatientStripOf key={patientId} patientId={patientId} /> : null}
          <main id="screen" className={classes.screen} tabIndex={-1}><Outlet /></main>
        </div>
      </div>
      <StatusLine />
      <Palette />
      <CommandMenu />
      <PrivacyCover />
      {overlays.filter(overlay => !overlay.permission || may(overlay.permission)).map(overlay => <overlay.component key={overlay.id} />)}
      <ShortcutList open={listOpen} onClose={() => setListOpen(false)} />
    </div>
  );
}
