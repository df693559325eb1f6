import { useCallback } from 'react';

import { saveFile, useSession } from '#renderer/client/index.ts';
import { notify, useText } from '#renderer/ui/index.ts';

export interface HandOut {
  /** Of the person who prints; papers follow it. */
  readonly language: 'sv' | 'en';
  /** Hands a finished paper over under a name that tells nothing about anybody. */
  readonly handOut: (paper: { readonly pdf: string; readonly pages: number }, fileName: string) => void;
}

export function useHandOut(): HandOut {
  const t = useText();
  const { data } = useSession();
  const handOut = useCallback<HandOut['handOut']>(
    ({ pdf, pages }, fileName) => {
      saveFile(pdf, fileName, 'application/pdf');
      notify(t('prints.done', { pages }));
    },
    [t],
  );
  return { language: data?.language ?? 'sv', handOut };
}
