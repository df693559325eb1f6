import { QueryClient } from '@tanstack/react-query';

/** Answers are fresh until an event says otherwise; refusals are never retried by themselves (a PIN try must not be repeated). */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: Infinity, gcTime: 5 * 60_000, retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
