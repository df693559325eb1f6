import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { CodeImportPlan } from '#shared/contract/codes.ts';
import { DIAGNOSES, type PackFacts } from '#shared/domain/codes/code-pack.ts';

import { callProcedure, useClinicDay, useCommandOf, type ApiError } from '#renderer/client/index.ts';
import { toBase64 } from '#renderer/parts/file-intake/index.ts';
import { useSettled } from '#renderer/parts/use-settled.ts';

/** What the person writes about the files; empty fields are not ready to be read in. */
export interface FactsDraft {
  readonly system: string;
  readonly edition: string;
  readonly source: string;
  readonly licence: string;
  readonly validFrom: string | null;
}

interface Chosen {
  readonly names: string;
  readonly base64: readonly string[];
  readonly key: string;
}

const SETTLE_MS = 300;

/** In autumn the authority's files of next year come out. */
function firstDraft(today: string, source: string, licence: string): FactsDraft {
  const year = String(Number(today.slice(0, 4)) + (today.slice(5) >= '10-01' ? 1 : 0));
  return { system: DIAGNOSES, edition: year, source, licence, validFrom: `${year}-01-01` };
}

const isFilled = (facts: FactsDraft): boolean => Object.values(facts).every((value: string | null) => value !== null && value.trim() !== '');

/** As the contract wants them; the pack is named by its system and version. */
function toFacts({ validFrom, ...facts }: FactsDraft): PackFacts {
  const title = `${facts.system} ${facts.edition}`.trim();
  return { ...facts, title: { sv: title, en: title }, validFrom: validFrom ?? '', validTo: null };
}

/** Files and facts → dry run → read in. The files stay in this window and are sent again with each question. */
export function useCodeImport(source: string, licence: string) {
  const { today } = useClinicDay();
  const [facts, setFacts] = useState(() => firstDraft(today, source, licence));
  const [chosen, setChosen] = useState<Chosen>();
  const apply = useCommandOf('codes', 'importApply');
  const settled = useSettled(facts, SETTLE_MS);
  const isAsking = chosen !== undefined && isFilled(settled) && apply.value === undefined;
  const asked = toFacts(settled);
  const plan = useQuery<CodeImportPlan, ApiError>({
    // The key names the files; their text would make every comparison of keys slow.
    queryKey: ['codes', 'importDry', chosen?.key, settled],
    queryFn: () => callProcedure('codes', 'importDry', { files: [...(chosen?.base64 ?? [])], facts: asked }),
    enabled: isAsking, gcTime: 0, retry: false,
  });
  const canApply = isAsking && settled === facts && plan.data !== undefined && !plan.isFetching && !apply.isRunning;
  return {
    facts, canApply, names: chosen?.names, plan: isAsking ? plan.data : undefined, isReading: plan.isFetching, isWriting: apply.isRunning, error: apply.error ?? plan.error, done: apply.value,
    set: (change: Partial<FactsDraft>) => {
      apply.reset();
      setFacts(before => ({ ...before, ...change }));
    },
    take: (files: readonly File[]) => {
      apply.reset();
      void readFiles(files).then(setChosen);
    },
    apply: () => {
      if (canApply) apply.start({ files: [...chosen.base64], facts: asked, digest: plan.data.digest });
    },
  };
}

async function readFiles(files: readonly File[]): Promise<Chosen> {
  const base64 = await Promise.all(files.map(toBase64));
  return { names: files.map(file => file.name).join(', '), base64, key: `${files.map(file => `${file.name} ${file.size} ${file.lastModified}`).join(' ')} ${Date.now()}` };
}

export type CodeImport = ReturnType<typeof useCodeImport>;
