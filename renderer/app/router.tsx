import { createMemoryHistory, createRootRoute, createRoute, createRouter, type AnyRouter } from '@tanstack/react-router';
import * as z from 'zod';

import type { Permission } from '#shared/domain/permissions.ts';

import { useMay } from '#renderer/client/index.ts';
import type { AskAhead, ScreenRoute } from '#renderer/commands/index.ts';
import { EmptyState, useText } from '#renderer/ui/index.ts';

import { routes } from './areas.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Frame } from './Frame.tsx';

const AnySearch = z.record(z.string(), z.unknown());

/** Unknown or wrong search parameters must not stop a screen: what the schema refuses becomes its defaults. */
function checkSearch(route: ScreenRoute, raw: unknown): Readonly<Record<string, unknown>> {
  const schema = route.search ?? AnySearch;
  const checked = schema.safeParse(raw);
  if (checked.success) return checked.data;
  const blank = schema.safeParse({});
  return blank.success ? blank.data : {};
}

function Screen({ route }: { readonly route: ScreenRoute }) {
  const may = useMay();
  const t = useText();
  if (route.permission && !may(route.permission)) return <Notice title={t('app.notAllowed')} />;
  return <ErrorBoundary><route.component /></ErrorBoundary>;
}

function Notice({ title }: { readonly title: string }) {
  return <div style={{ padding: '4px 20px' }}><EmptyState title={title} /></div>;
}

function NotFound() {
  const t = useText();
  return <Notice title={t('app.notFound')} />;
}

interface Ahead {
  readonly ask: AskAhead;
  readonly may: (permission: Permission) => boolean;
}

/** A router over every area's routes, in memory only: nothing about a patient stands in an address line or a history file. */
export function createAppRouter(start: string, { ask, may }: Ahead): AnyRouter {
  const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });
  const children = routes.map(route =>
    createRoute({
      getParentRoute: () => root, path: route.path, component: () => <Screen route={route} />, validateSearch: (search: Record<string, unknown>) => checkSearch(route, search),
      beforeLoad: ({ params, search, cause }) => {
        if (cause !== 'preload' && (!route.permission || may(route.permission))) route.ahead?.(params, search, ask);
      },
    }),
  );
  return createRouter({ routeTree: root.addChildren(children), history: createMemoryHistory({ initialEntries: [start] }), defaultPendingMs: 200 }) as AnyRouter;
}
