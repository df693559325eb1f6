import { useQueryClient } from '@tanstack/react-query';

import { queryKey, useCommandOf, useSession } from '#renderer/client/index.ts';
import { SegmentedChoice, useText, type Language } from '#renderer/ui/index.ts';

const OPTIONS = [{ value: 'sv', label: 'Svenska' }, { value: 'en', label: 'English' }] as const;

/** Changes the language at once; it is kept for this computer. */
export function LanguageChoice() {
  const t = useText();
  const { data } = useSession();
  const cache = useQueryClient();
  const setLanguage = useCommandOf('session', 'setLanguage');
  const choose = (language: Language) => {
    cache.setQueryData(queryKey('session', 'state', {}), (state: object | undefined) => (state ? { ...state, language } : state));
    setLanguage.start({ language });
  };
  return <SegmentedChoice label={t('app.language')} value={data?.language ?? 'sv'} onChange={choose} options={OPTIONS} />;
}
