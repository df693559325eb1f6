import { useParams, useRouter, useRouterState, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type * as z from 'zod';

import { useMay } from '#renderer/client/session.ts';

import type { CommandContext, Go } from './command.ts';
import { currentSlot, currentVisit } from './current.ts';
import { keepKeysOnTheWay } from './on-the-way.ts';

/** Moves between screens; see `Go`. */
export function useGo(): Go {
  const router = useRouter();
  return useCallback(
    (to, options = {}) => {
      const target = { to, params: options.params ?? {}, search: options.search ?? {}, replace: options.replace ?? false };
      // Areas register their routes at run time, so the router's own compile-time route table is empty.
      const known = target as unknown as Parameters<typeof router.navigate>[0];
      if (!target.replace) keepKeysOnTheWay(router, router.buildLocation(known).href);
      void router.navigate(known);
    },
    [router],
  );
}

/** Asks whether the person is on the way somewhere else by now, though the screen still shows where they were. For what writes into the address later. */
export function useIsLeaving(): () => boolean {
  const router = useRouter();
  return useCallback(() => router.latestLocation.href !== router.state.resolvedLocation?.href, [router]);
}

/** The path's parameters, checked: `useRouteParams(z.object({ patientId: z.string() }))`. */
export function useRouteParams<S extends z.ZodType>(schema: S): z.output<S> {
  const params = useParams({ strict: false }) as unknown;
  return useMemo(() => schema.parse(params), [schema, params]);
}

/** The search parameters, checked by the same schema as in the route. */
export function useRouteSearch<S extends z.ZodType>(schema: S): z.output<S> {
  const search = useSearch({ strict: false }) as unknown;
  return useMemo(() => schema.parse(search), [schema, search]);
}

/** Where the person is and what they may do, for commands. */
export function useCommandContext(): CommandContext {
  const go = useGo();
  const may = useMay();
  const path = useRouterState({ select: state => state.location.pathname });
  const params = useParams({ strict: false }) as Readonly<Record<string, string>>;
  const search = useSearch({ strict: false }) as Readonly<Record<string, unknown>>;
  const patientId = params['patientId'] ?? (typeof search['patientId'] === 'string' ? search['patientId'] : undefined);
  return useMemo(
    // Read when asked, not when drawn: a key pressed right after an arrow acts on where the cursor is now.
    () => ({ path, params, patientId, may, go, get visit() { return currentVisit(); }, get slot() { return currentSlot(); } }),
    [path, params, patientId, may, go],
  );
}
