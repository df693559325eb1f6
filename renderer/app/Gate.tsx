import type { ReactNode } from 'react';

import { useSession } from '#renderer/client/index.ts';
import { useText } from '#renderer/ui/index.ts';

import { DemoLine } from './DemoLine.tsx';
import classes from './Gate.module.css';
import { LanguageChoice } from './LanguageChoice.tsx';
import { Mark } from './Mark.tsx';

/** The quiet room before the program: sign-in, first run, restore. Shows the clinic's name and nothing about patients. */
export function Gate({ wide = false, children }: { readonly wide?: boolean; readonly children: ReactNode }) {
  const t = useText();
  const { data } = useSession();
  return (
    <div className={classes.gate}>
      {data?.clinic?.isDemo ? <DemoLine /> : null}
      <header className={classes.top}>
        <Mark />
        <span className={classes.name}>{t('app.name')}</span>
        {data?.clinic ? <span className={classes.clinic}>{data.clinic.name}</span> : null}
        <span className={classes.language}><LanguageChoice /></span>
      </header>
      <main className={classes.main} data-wide={wide || undefined}>{children}</main>
    </div>
  );
}
