import type { ComponentType } from 'react';

import type { Permission } from '#shared/domain/permissions.ts';
import type { MessageKey } from '#shared/messages/index.ts';

import type { CurrentSlot, CurrentVisit } from './current.ts';

/** Where the person is; commands read it to know whether they make sense. */
export interface CommandContext {
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** From a `$patientId` in the path or `patientId` among the search parameters. */
  readonly patientId: string | undefined;
  readonly may: (permission: Permission) => boolean;
  readonly go: Go;
  /** What the keyboard stands on right now, if the screen has visits (agenda, queue, lists). */
  readonly visit: CurrentVisit | undefined;
  readonly slot: CurrentSlot | undefined;
}

/** Moves to another screen: `go('/patients/$patientId', { params: { patientId }, search: { tab: 'card' } })`. */
export type Go = (to: string, options?: { readonly params?: Readonly<Record<string, string>>; readonly search?: Readonly<Record<string, unknown>>; readonly replace?: boolean }) => void;

export type Icon = ComponentType<{ readonly size?: number | string; readonly stroke?: number | string }>;

/** One thing a person can do; the palette, the shortcut list, the rail and buttons all come from here. */
export interface Command {
  /** `area.verb`, unique. */
  readonly id: string;
  /** Key of its words, a verb first: "Boka besök". */
  readonly message: MessageKey;
  readonly params?: Readonly<Record<string, string | number>>;
  /** `mod+n`, `f9`, `alt+1`, `n`. Plain letters work when no field has the focus. */
  readonly shortcut?: string;
  readonly icon?: Icon;
  readonly permission?: Permission;
  /** False hides it and switches its shortcut off. */
  readonly when?: (context: CommandContext) => boolean;
  readonly run: (context: CommandContext) => void;
  /**
   * Acts on the visit or the slot under the keyboard: such commands also stand in the action menu (Shift+F10, right
   * click) and on the line under the agenda. `when` need not look whether there is one.
   */
  readonly on?: 'visit' | 'slot';
  /** Shown only in the shortcut list, not in the palette. */
  readonly quiet?: boolean;
}
