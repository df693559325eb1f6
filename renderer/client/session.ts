import { useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext } from 'react';

import type { SessionState } from '#shared/contract/session.ts';
import type { Permission } from '#shared/domain/permissions.ts';

import { queryKey, useQueryOf } from './hooks.ts';

/** Where the program stands and who is signed in. */
export const useSession = () => useQueryOf('session', 'state', {});

/** The same answer for the many that only look at it: an observer of one's own for each row and button costs more than drawing them. */
const SessionStateContext = createContext<SessionState | undefined>(undefined);
export const SessionStateProvider = SessionStateContext.Provider;

/** Puts a state that a sign-in answered with in place at once. */
export function useSetSession(): (state: SessionState) => void {
  const cache = useQueryClient();
  return useCallback(state => cache.setQueryData(queryKey('session', 'state', {}), state), [cache]);
}

/** Whether the signed-in person may do something. Core decides; this only keeps what is useless off the screen. */
export function useMay(): (permission: Permission) => boolean {
  const permissions = useContext(SessionStateContext)?.user?.permissions;
  return useCallback(permission => permission === 'anyone' || (permissions?.includes(permission) ?? false), [permissions]);
}

/** The clinic's zone, and today's calendar date in it. */
export function useClinicDay(): { readonly timeZone: string; readonly today: string } {
  const timeZone = useContext(SessionStateContext)?.clinic?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { timeZone, today: dayIn(timeZone).format(new Date()) };
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** Kept, because making one costs more than a whole screen's worth of formatting. */
function dayIn(timeZone: string): Intl.DateTimeFormat {
  const known = dayFormats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone });
  dayFormats.set(timeZone, known);
  return known;
}
