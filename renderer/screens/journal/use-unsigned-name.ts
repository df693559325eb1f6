import type { UnsignedNote } from '#shared/contract/signing.ts';

import { useText } from '#renderer/ui/index.ts';

import { useTemplates } from './use-templates.ts';

/** What an unsigned note is, in words: its template, and whether it is a correction or an addition. */
export function useUnsignedName(): (note: Pick<UnsignedNote, 'templateId' | 'kind'>) => string {
  const t = useText();
  const { nameOf } = useTemplates();
  return ({ templateId, kind }) => (kind === 'note' ? nameOf(templateId) : t(`signing.kind.${kind}`, { name: nameOf(templateId) }));
}
