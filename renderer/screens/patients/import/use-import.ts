import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { ImportField, ImportOptions } from '#shared/domain/patients/import.ts';

import { callProcedure, useCommandOf, type ApiError, type InputOf, type OutputOf } from '#renderer/client/index.ts';
import { toBase64 } from '#renderer/parts/file-intake/index.ts';

export type Preview = OutputOf<'patientImport', 'preview'>;
export type ImportLine = Preview['lines'][number];
export type Show = NonNullable<InputOf<'patientImport', 'preview'>['show']>;
export type Done = OutputOf<'patientImport', 'commit'>;
type Options = Partial<ImportOptions>;

const PAGE = 2000;

export interface ImportWork {
  readonly fileName: string | null;
  readonly preview: Preview | undefined;
  readonly options: Options;
  readonly show: Show;
  readonly isReading: boolean;
  readonly isWriting: boolean;
  readonly error: unknown;
  readonly done: Done | undefined;
  readonly take: (file: File) => void;
  readonly setOptions: (change: Options) => void;
  readonly setField: (column: number, field: ImportField | null) => void;
  readonly setShow: (show: Show) => void;
  readonly toggleChosen: (line: ImportLine) => void;
  readonly commit: () => void;
  readonly startOver: () => void;
}

/** File → dry run with every choice → commit. The file stays in this window only and is sent again with each question. */
export function useImport(): ImportWork {
  const [file, setFile] = useState<{ readonly name: string; readonly base64: string; readonly key: string } | null>(null);
  const [options, setAll] = useState<Options>({});
  const [show, setShow] = useState<Show>('all');
  const commit = useCommandOf('patientImport', 'commit');
  const asked = useQuery<Preview, ApiError>({
    // The key names the file; its text would make every comparison of keys slow.
    queryKey: ['patientImport', 'preview', file?.key, options, show],
    queryFn: () => callProcedure('patientImport', 'preview', { base64: file?.base64 ?? '', options, show, take: PAGE }),
    enabled: file !== null && commit.value === undefined,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const preview = file === null ? undefined : asked.data;
  const setOptions = (change: Options): void => {
    commit.reset();
    setAll(before => ({ ...before, ...change }));
  };
  const startOver = (): void => {
    commit.reset();
    setFile(null);
    setAll({});
    setShow('all');
  };
  return {
    fileName: file?.name ?? null, preview, options, show, setOptions, setShow, startOver,
    isReading: asked.isFetching, isWriting: commit.isRunning, error: commit.error ?? asked.error, done: commit.value,
    take: chosen => {
      startOver();
      void toBase64(chosen).then(base64 => setFile({ name: chosen.name, base64, key: `${chosen.name} ${chosen.size} ${chosen.lastModified} ${Date.now()}` }));
    },
    setField: (column, field) => {
      if (!preview) return;
      setOptions({ mapping: preview.mapping.map((known, index) => (index === column ? field : known === field ? null : known)) });
    },
    toggleChosen: line => {
      const chosen = options.chosen ?? [];
      const others = chosen.filter(number => number !== line.line && !line.clashesWith.includes(number));
      setOptions({ chosen: chosen.includes(line.line) ? others : [...others, line.line] });
    },
    commit: () => {
      // While a choice is being read the digest on screen is the old one.
      if (file && preview && !commit.isRunning && !asked.isFetching) commit.start({ base64: file.base64, options, digest: preview.digest });
    },
  };
}
