import { useEffect, useSyncExternalStore } from 'react';

import type { AppointmentStatus } from '#shared/domain/agenda/status.ts';

/** The visit the keyboard stands on, in the agenda, the queue or a list. */
export interface CurrentVisit {
  readonly id: string;
  /** The row version that commands send back. */
  readonly version: number;
  readonly status: AppointmentStatus;
  /** ISO UTC, what the patient was told. */
  readonly start: string;
  readonly end: string;
  readonly resourceId: string;
  readonly serviceId: string;
  /** Null: booked by name (C-08). */
  readonly patientId: string | null;
  readonly name: string;
  /** Protected identity: no phone, no address, nothing on paper but the id (G-11). */
  readonly isProtected: boolean;
  /** A group's block (its own id), or a seat in one (C-10). */
  readonly group?: { readonly id: string } | undefined;
}

/** The free moment the keyboard stands on; a slot of the agenda, so it is there on top of a visit as well. */
export interface CurrentSlot {
  readonly resourceId: string;
  /** ISO UTC. */
  readonly start: string;
}

interface Current {
  readonly visit: CurrentVisit | undefined;
  readonly slot: CurrentSlot | undefined;
}

const NOTHING: Current = { visit: undefined, slot: undefined };
let current: Current = NOTHING;
const listeners = new Set<() => void>();

function publish(next: Current): void {
  current = next;
  for (const listener of [...listeners]) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const currentVisit = (): CurrentVisit | undefined => current.visit;
export const currentSlot = (): CurrentSlot | undefined => current.slot;
export const useCurrentVisit = (): CurrentVisit | undefined => useSyncExternalStore(subscribe, currentVisit);
export const useCurrentSlot = (): CurrentSlot | undefined => useSyncExternalStore(subscribe, currentSlot);

const sameSlot = (a: CurrentSlot | undefined, b: CurrentSlot | undefined): boolean => a?.resourceId === b?.resourceId && a?.start === b?.start;

/** What stands under the keyboard from now on. */
export function setCurrentVisit(visit: CurrentVisit | undefined, slot?: CurrentSlot): void {
  if (visit !== current.visit || !sameSlot(slot, current.slot)) publish({ visit, slot });
}

/** The same for as long as a screen or a list is open; gone with it. `visit` must be the same object while nothing changed. */
export function useSetCurrentVisit(visit: CurrentVisit | undefined, slot?: CurrentSlot): void {
  useEffect(() => setCurrentVisit(visit, slot));
  useEffect(() => () => publish(NOTHING), []);
}
