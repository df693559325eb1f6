import '@fontsource-variable/inter';
import '@mantine/core/styles.layer.css';
import '@mantine/dates/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import './tokens.css';
import './base.css';
import './mantine.css';
import 'dayjs/locale/sv';
import 'dayjs/locale/en-gb';

import { MantineProvider, type MantineColorScheme } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import { setNonce } from 'get-nonce';
import { useEffect, type ReactNode } from 'react';

import { listenToKeys } from './keyboard-line.ts';
import { TextProvider, type Language } from './text.tsx';
import { cssVariables, theme } from './theme.ts';
import { Tips } from './Tips.tsx';

const DAYJS_LOCALE: Readonly<Record<Language, string>> = { sv: 'sv', en: 'en-gb' };

/** The nonce this page was served with; the browser hides it from attributes, so it is read as a property. */
function pageNonce(): string {
  const carrier = document.querySelector<HTMLElement>('meta[property="csp-nonce"], script[nonce]');
  return carrier?.nonce ?? '';
}

interface UiProviderProps {
  readonly language: Language;
  /** The clinic's zone, once a clinic is known. */
  readonly timeZone?: string | undefined;
  /** Default follows the computer's own setting. */
  readonly scheme?: MantineColorScheme;
  readonly children: ReactNode;
}

/** Everything the components need around them: tokens, texts, date names, notices, CSP nonce. */
export function UiProvider({ language, timeZone, scheme = 'auto', children }: UiProviderProps) {
  setNonce(pageNonce());
  useEffect(listenToKeys, []);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme={scheme} getStyleNonce={pageNonce}>
      <TextProvider language={language} timeZone={timeZone}>
        <DatesProvider settings={{ locale: DAYJS_LOCALE[language], firstDayOfWeek: 1, weekendDays: [0, 6], consistentWeeks: true }}>
          <Notifications position="bottom-right" limit={3} autoClose={6000} />
          {children}
          <Tips />
        </DatesProvider>
      </TextProvider>
    </MantineProvider>
  );
}
