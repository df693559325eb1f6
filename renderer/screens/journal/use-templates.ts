import type { Template } from '#shared/domain/journal/template.ts';

import { useQueryOf, useSession } from '#renderer/client/index.ts';
import { useText } from '#renderer/ui/index.ts';

/** The templates this person may write from, and their names in the person's language. */
export function useTemplates(): { readonly templates: readonly Template[]; readonly nameOf: (templateId: string | null) => string; readonly language: 'sv' | 'en' } {
  const t = useText();
  const { data: session } = useSession();
  const { data } = useQueryOf('journal', 'templates', {});
  const language = session?.language ?? 'sv';
  const templates = data ?? [];
  return { templates, language, nameOf: templateId => (templateId === 'opinion' ? t('care.opinion.title') : templates.find(template => template.id === templateId)?.name[language] ?? '') };
}
