import { useCallback } from 'react';
import { useIntl } from 'react-intl';

import { ApiError } from './create-client.ts';

export interface ErrorText {
  /** What happened, what was kept and what to do, in the person's language. */
  readonly text: string;
  readonly code: string;
  /** For support; shown small and copyable when the failure was not foreseen. */
  readonly trace: string | undefined;
}

/** Turns any failure into its sentence; what was not foreseen gets the `internal` one and its trace id. */
export function useErrorText(): (error: unknown) => ErrorText {
  const intl = useIntl();
  return useCallback(
    error => {
      const detail = error instanceof ApiError ? error.detail : undefined;
      const known = detail && `error.${detail.code}` in intl.messages;
      const code = known ? detail.code : 'internal';
      return {
        text: intl.formatMessage({ id: `error.${code}` }, { ...detail?.params }),
        code,
        trace: code === 'internal' && detail?.traceId ? detail.traceId : undefined,
      };
    },
    [intl],
  );
}
