import { useState } from 'react';

import { missingContent, TemplateDraft, type ClinicTemplate, type Heading, type RequiredContent } from '#shared/domain/journal/template.ts';

type Draft = TemplateDraft;

const BLANK: Draft = { noteType: 'visit', name: { sv: '', en: '' }, headings: [], professions: [], serviceIds: [], active: true };

/** A new key that no heading of the template has, so that text copied forward finds its own heading again. */
function newKey(headings: readonly Pick<Heading, 'key'>[]): string {
  for (let number = headings.length + 1; ; number += 1) if (!headings.some(heading => heading.key === `heading${number}`)) return `heading${number}`;
}

export interface TemplateDraftHandle {
  readonly draft: Draft;
  readonly isChanged: boolean;
  /** The draft when it can be saved. */
  readonly ready: TemplateDraft | undefined;
  /** What of the law's six no heading covers (PDL 3:6, J-02). */
  readonly missing: readonly RequiredContent[];
  readonly set: (change: Partial<Draft>) => void;
  readonly setHeading: (at: number, change: Partial<Draft['headings'][number]>) => void;
  readonly addHeading: () => void;
  readonly removeHeading: (at: number) => void;
  readonly moveHeading: (at: number, step: 1 | -1) => void;
}

/** A template being changed; nothing is saved before it is asked for. */
export function useTemplateDraft(template: ClinicTemplate | undefined): TemplateDraftHandle {
  const [before] = useState<Draft>(() => (template ? draftOf(template) : BLANK));
  const [draft, setDraft] = useState(before);
  const set = (change: Partial<Draft>) => setDraft(now => ({ ...now, ...change }));
  const { headings } = draft;
  const parsed = TemplateDraft.safeParse(draft);
  return {
    draft,
    isChanged: JSON.stringify(draft) !== JSON.stringify(before),
    ready: parsed.success ? parsed.data : undefined,
    missing: draft.noteType === 'system' ? [] : missingContent(draft),
    set,
    setHeading: (at, change) => set({ headings: headings.map((heading, index) => (index === at ? { ...heading, ...change } : heading)) }),
    addHeading: () => set({ headings: [...headings, { key: newKey(headings), title: { sv: '', en: '' }, covers: null }] }),
    removeHeading: at => set({ headings: headings.filter((_, index) => index !== at) }),
    moveHeading: (at, step) => {
      const moved = headings[at];
      const to = at + step;
      if (moved && to >= 0 && to < headings.length) set({ headings: headings.filter((_, index) => index !== at).toSpliced(to, 0, moved) });
    },
  };
}

function draftOf({ noteType, name, headings, professions, serviceIds, active }: ClinicTemplate): Draft {
  return { noteType: noteType === 'opinion' ? 'visit' : noteType, name, headings, professions: professions as Draft['professions'], serviceIds, active };
}
