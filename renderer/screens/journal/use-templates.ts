import type { Template } from '#shared/domain/journal/template.ts';

import { useMay, useQueryOf, useSession } from '#renderer/client/index.ts';
import { useText } from '#renderer/ui/index.ts';

export interface Templates {
  readonly templates: readonly Template[];
  /** Which one comes first is known. */
  readonly isKnown: boolean;
  readonly nameOf: (templateId: string | null) => string;
  readonly language: 'sv' | 'en';
}

/**
 * The templates this person may write from, and every template's name in the person's language. With a patient, the one
 * that fits their visit of today and the person's profession comes first: that is what one key opens (4B-4).
 */
export function useTemplates(patientId?: string): Templates {
  const t = useText();
  const may = useMay();
  const { data: session } = useSession();
  const { data } = useQueryOf('journal', 'templates', {});
  const isSuggested = patientId !== undefined && may('journal.write');
  const { data: suggestion, isPending } = useQueryOf('writing', 'suggestion', { patientId: patientId ?? '' }, { enabled: isSuggested });
  const language = session?.language ?? 'sv';
  const all = data ?? [];
  const isFirst = (template: Template): number => (template.id === suggestion?.templateId ? 0 : 1);
  const templates = all.filter(template => template.active).sort((a, b) => isFirst(a) - isFirst(b));
  return { templates, language, isKnown: data !== undefined && !(isSuggested && isPending), nameOf: templateId => (templateId === 'opinion' ? t('care.opinion.title') : all.find(template => template.id === templateId)?.name[language] ?? '') };
}
