import { keepPreviousData, useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useCallback } from 'react';

import { callProcedure, type Area, type InputOf, type OutputOf, type ProcedureOf } from './client.ts';
import type { ApiError } from './create-client.ts';

/** What an answer is kept under: an area that `changed` names makes everything below it stale. */
export const queryKey = (area: string, procedure?: string, input?: unknown): readonly unknown[] =>
  procedure === undefined ? [area] : [area, procedure, input];

export interface QueryOptions {
  readonly enabled?: boolean;
  /** Show the previous answer while a new input is asked for (search as you type). */
  readonly keepPrevious?: boolean;
  /** Ask again by itself every so many ms; for things no event announces. */
  readonly everyMs?: number;
}

/** Asks once and keeps the answer until an event says that its area has changed. */
export function useQueryOf<A extends Area, P extends ProcedureOf<A>>(area: A, procedure: P, input: InputOf<A, P>, options: QueryOptions = {}): UseQueryResult<OutputOf<A, P>, ApiError> {
  return useQuery<OutputOf<A, P>, ApiError>({
    queryKey: queryKey(area, procedure, input),
    queryFn: () => callProcedure(area, procedure, input),
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(options.everyMs === undefined ? {} : { refetchInterval: options.everyMs }),
  });
}

/** Asks ahead of time what will be asked next; nothing happens when the answer is known. A read like any other: core logs it. */
export function usePrefetch(): <A extends Area, P extends ProcedureOf<A>>(area: A, procedure: P, input: InputOf<A, P>) => void {
  const cache = useQueryClient();
  return useCallback((area, procedure, input) => void cache.prefetchQuery({ queryKey: queryKey(area, procedure, input), queryFn: () => callProcedure(area, procedure, input) }), [cache]);
}

export interface CommandHandle<In, Out> {
  /** Runs it; rejects with ApiError. The error also stands in `error` until the next run. */
  readonly run: (input: In) => Promise<Out>;
  /** Runs it and leaves the failure to `error`; for buttons. */
  readonly start: (input: In, onDone?: (value: Out) => void) => void;
  readonly isRunning: boolean;
  readonly error: ApiError | null;
  readonly value: Out | undefined;
  readonly reset: () => void;
}

/** Changes something. Stale answers are fetched again through the `changed` event, not by the caller. */
export function useCommandOf<A extends Area, P extends ProcedureOf<A>>(area: A, procedure: P): CommandHandle<InputOf<A, P>, OutputOf<A, P>> {
  const mutation = useMutation<OutputOf<A, P>, ApiError, InputOf<A, P>>({ mutationFn: input => callProcedure(area, procedure, input), gcTime: 0 });
  const { mutate, mutateAsync } = mutation;
  const start = useCallback((input: InputOf<A, P>, onDone?: (value: OutputOf<A, P>) => void) => mutate(input, onDone ? { onSuccess: onDone } : {}), [mutate]);
  return { run: mutateAsync, start, isRunning: mutation.isPending, error: mutation.error, value: mutation.data, reset: mutation.reset };
}

/** For the rare case that an answer changes without an event. */
export function useRefresh(): (area: Area) => Promise<void> {
  const cache = useQueryClient();
  return useCallback(area => cache.invalidateQueries({ queryKey: queryKey(area) }), [cache]);
}
