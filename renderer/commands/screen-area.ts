import type { ComponentType } from 'react';
import type * as z from 'zod';

import type { Permission, Role } from '#shared/domain/permissions.ts';
import type { MessageKey } from '#shared/messages/index.ts';

import type { Command, Icon } from './command.ts';

export interface ScreenRoute {
  /** `/patients/$patientId`. A route with `$patientId` (or search `patientId`) gets the patient strip by itself. */
  readonly path: string;
  readonly component: ComponentType;
  /** Checked before the screen sees them; unknown or wrong ones fall back to the schema's defaults. */
  readonly search?: z.ZodType<Readonly<Record<string, unknown>>>;
  readonly permission?: Permission;
}

export interface RailEntry {
  readonly id: string;
  /** Key of one word. */
  readonly message: MessageKey;
  readonly icon: Icon;
  readonly to: string;
  /** Start 10, agenda 20, patients 30, lists 40, money 50, log 60, backup 70, people 80, settings 90. */
  readonly order: number;
  readonly permission?: Permission;
}

/** A part of a start page. It draws its own Section. */
export interface StartWidget {
  readonly id: string;
  readonly role: Role;
  readonly order: number;
  /** `wide` takes the whole line, `half` shares it. */
  readonly span?: 'wide' | 'half';
  readonly permission?: Permission;
  readonly component: ComponentType;
}

/** A part of the quiet line at the bottom, e.g. how old the backup is. */
export interface StatusItem {
  readonly id: string;
  readonly order: number;
  readonly permission?: Permission;
  readonly component: ComponentType;
}

export interface Found {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly open: () => void;
}

/** Lets the search line find things: patients by name, number, phone. A hook, called with what is typed. */
export interface Finder {
  readonly id: string;
  /** Key of the group's heading. */
  readonly message: MessageKey;
  readonly permission: Permission;
  readonly useFind: (text: string) => { readonly found: readonly Found[]; readonly isCurrent: boolean };
}

/** Everything an area adds to the program. Exported as `area` from `screens/<area>/index.ts`; found there by itself. */
export interface ScreenArea {
  readonly id: string;
  readonly routes?: readonly ScreenRoute[];
  readonly commands?: readonly Command[];
  readonly rail?: readonly RailEntry[];
  readonly startWidgets?: readonly StartWidget[];
  readonly statusItems?: readonly StatusItem[];
  readonly finders?: readonly Finder[];
  /** The one area that knows patients draws the strip (PatientStrip) for an id. */
  readonly patientStrip?: ComponentType<{ readonly patientId: string }>;
  /** The one area that restores draws this before sign-in and at first run. */
  readonly restore?: ComponentType<{ readonly onClose: () => void }>;
}
