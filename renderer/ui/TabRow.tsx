import { useRef, type KeyboardEvent, type ReactNode } from 'react';

import classes from './TabRow.module.css';

export interface TabRowProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly tabs: readonly { readonly value: string; readonly label: ReactNode; readonly title?: string }[];
  /** The id of the element that shows the open part. */
  readonly controls: string;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** A row of tabs whose content stands elsewhere on the screen: one stop for Tab, arrows, Home and End move and open. */
export function TabRow({ label, value, onChange, tabs, controls }: TabRowProps) {
  const row = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const at = tabs.findIndex(tab => tab.value === value);
    const step = STEPS[event.key];
    const next = step !== undefined ? (at + step + tabs.length) % tabs.length : event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : -1;
    const tab = tabs[next];
    if (!tab) return;
    event.preventDefault();
    onChange(tab.value);
    row.current?.querySelectorAll<HTMLButtonElement>('[role="tab"]')[next]?.focus();
  };
  return (
    <div ref={row} role="tablist" tabIndex={-1} aria-label={label} className={classes.row} onKeyDown={move}>
      {tabs.map(tab => (
        <button key={tab.value} type="button" role="tab" className={classes.tab} aria-selected={tab.value === value} aria-controls={controls} tabIndex={tab.value === value ? 0 : -1} title={tab.title} onClick={() => onChange(tab.value)}>
          {tab.label}
        </button>
      ))}
    </div>
  );
}
