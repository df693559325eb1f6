import { Tabs as MantineTabs } from '@mantine/core';
import type { ReactNode } from 'react';

export interface TabsProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly tabs: readonly { readonly value: V; readonly label: string; readonly count?: number; readonly content: ReactNode }[];
}

/** Parts of one screen; arrows move between them. Only the open part is mounted. */
export function Tabs<V extends string>({ label, value, onChange, tabs }: TabsProps<V>) {
  const choose = (next: string | null) => {
    const tab = tabs.find(candidate => candidate.value === next);
    if (tab) onChange(tab.value);
  };
  return (
    <MantineTabs value={value} onChange={choose} keepMounted={false} color="petrol">
      <MantineTabs.List aria-label={label}>
        {tabs.map(tab => <MantineTabs.Tab key={tab.value} value={tab.value}>{tab.label}{tab.count === undefined ? '' : ` (${tab.count})`}</MantineTabs.Tab>)}
      </MantineTabs.List>
      {tabs.map(tab => <MantineTabs.Panel key={tab.value} value={tab.value} pt={12}>{tab.content}</MantineTabs.Panel>)}
    </MantineTabs>
  );
}
