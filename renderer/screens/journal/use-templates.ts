import type { Template } from '#shared/domain/journal/template.ts';

import { useMay, useQueryOf, useSession } from '#renderer/client/index.ts';
import { useText } from '#renderer/ui/index.ts';

/**
 * The templates this person may write from, and every template's name in the person's language. With a patient, the one
 * that fits their visit of today and the person's profession comes first: that is what one key opens (4B-4).
 */
export function useTemplates(patientId?: string): { readonly templates: readonly Template[]; readonly nameOf: (templateId: string | null) => string; readonly language: 'sv' | 'en' } {
  const t = useText();
  const may = useMay();
  const { data: session } = useSession();
  const { data } = useQueryOf('journal', 'templates', {});
  const { data: suggestion } = useQueryOf('writing', 'suggestion', { patientId: patientId ?? '' }, { enabled: patientId !== undefined && may('journal.write') });
  const language = session?.language ?? 'sv';
  const all = data ?? [];
  const isFirst = (template: Template): number => (template.id === suggestion?.templateId ? 0 : 1);
  const templates = all.filter(template => template.active).sort((a, b) => isFirst(a) - isFirst(b));
  return { templates, language, nameOf: templateId => (templateId === 'opinion' ? t('care.opinion.title') : all.find(template => template.id === templateId)?.name[language] ?? '') };
}
