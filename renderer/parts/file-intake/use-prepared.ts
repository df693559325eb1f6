import { useEffect, useState } from 'react';

import { DEFAULT_LONGEST_SIDE } from '#shared/domain/attachments/limits.ts';

import { useQueryOf } from '#renderer/client/index.ts';

import { prepareFile, type PreparedFile } from './prepare-file.ts';

/** The chosen file looked at and, if it is a picture, made anew; gone with the component. */
export function usePrepared(source: Blob | undefined): { readonly prepared: PreparedFile | undefined; readonly error: unknown } {
  const { data } = useQueryOf('attachments', 'settings', {});
  const [state, setState] = useState<{ readonly source: Blob; readonly prepared?: PreparedFile; readonly error?: unknown }>();
  const longestSide = data?.longestSide ?? DEFAULT_LONGEST_SIDE;
  useEffect(() => {
    if (!source) return undefined;
    let isWanted = true;
    prepareFile(source, longestSide).then(
      prepared => { if (isWanted) setState({ source, prepared }); },
      (error: unknown) => { if (isWanted) setState({ source, error }); },
    );
    return () => {
      isWanted = false;
    };
  }, [source, longestSide]);
  const current = state?.source === source ? state : undefined;
  return { prepared: current?.prepared, error: current?.error ?? null };
}
