import { IconFileImport, IconSearch, IconUserPlus } from '@tabler/icons-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

import { useClinicDay, useErrorText, useMay } from '#renderer/client/index.ts';
import { useGo } from '#renderer/commands/index.ts';
import { Banner, Button, DataTable, EmptyState, Page, Text, TextField, useText } from '#renderer/ui/index.ts';

import { patientColumns } from './columns.tsx';
import classes from './Patients.module.css';
import { handOver } from './prefill.ts';
import { useRegister, type Register } from './use-register.ts';
import { PATIENT_PATH, type Hit } from './words.ts';

/** The register: type to find, arrows and Enter to open. */
export function PatientsScreen() {
  const t = useText();
  const go = useGo();
  const may = useMay();
  const errorText = useErrorText();
  const { today } = useClinicDay();
  const [text, setText] = useState('');
  const register = useRegister(text);
  const table = useRef<HTMLDivElement>(null);
  const open = (hit: Hit | undefined): void => {
    if (hit) go(PATIENT_PATH, { params: { patientId: hit.id } });
  };
  const create = (): void => {
    handOver(text.trim());
    go('/patients/new');
  };
  const openFirst = useFirstOf(register, open);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') openFirst();
    else if (event.key === 'ArrowDown') table.current?.querySelector<HTMLElement>('[role=grid]')?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <Page title={t('patients.title')} mode="fill" detail={<Count register={register} />} actions={
      <>
        {may('patients.import') ? <Button icon={<IconFileImport size={16} stroke={1.6} aria-hidden />} onClick={() => go('/patients/import')}>{t('patients.command.import')}</Button> : null}
        {may('patients.write') ? <Button kind="primary" icon={<IconUserPlus size={16} stroke={1.6} aria-hidden />} shortcut="alt+n" onClick={create}>{t('patients.command.new')}</Button> : null}
      </>
    }>
      <div className={classes.search}>
        <TextField label={t('patients.search.label')} value={text} onChange={setText} onKeyDown={onKeyDown} placeholder={t('patients.search.placeholder')} left={<IconSearch size={16} stroke={1.8} aria-hidden />} maxLength={100} autoFocus />
      </div>
      {register.error ? <Banner tone="danger" live>{errorText(register.error).text}</Banner> : null}
      <div ref={table} className={classes.table}>
        <DataTable label={t('patients.title')} columns={patientColumns(t, today, !register.isSearch)} rows={register.rows} rowKey={hit => hit.id} onOpen={open} onEnd={register.loadMore} rowTone={hit => (hit.mergedInto || hit.deceasedOn ? 'muted' : undefined)} empty={register.isLoading ? null : <Nothing text={text.trim()} isSearch={register.isSearch} />} />
      </div>
    </Page>
  );
}

/** Opens the first row; pressed while the rows still answer an earlier text, when they answer what stands there: never somebody else. */
function useFirstOf(register: Register, open: (hit: Hit | undefined) => void): () => void {
  const [isWanted, setWanted] = useState(false);
  const latest = useRef(open);
  latest.current = open;
  const { isCurrent, rows } = register;
  useEffect(() => {
    if (!isWanted || !isCurrent) return;
    setWanted(false);
    latest.current(rows[0]);
  }, [isWanted, isCurrent, rows]);
  return () => setWanted(true);
}

function Count({ register }: { readonly register: Register }) {
  const t = useText();
  if (register.isCut) return <Text>{t('patients.search.many', { count: register.rows.length })}</Text>;
  if (register.isSearch) return <Text>{t('patients.search.hits', { count: register.rows.length })}</Text>;
  return register.total === null ? null : <Text num>{t('patients.search.count', { count: register.total })}</Text>;
}

function Nothing({ text, isSearch }: { readonly text: string; readonly isSearch: boolean }) {
  const t = useText();
  const may = useMay();
  const hint = may('patients.write') ? { hint: { keys: 'alt+n', label: t('patients.command.new') } } : {};
  return isSearch
    ? <EmptyState title={t('patients.search.none', { text })} {...hint}>{t('patients.search.noneHelp')}</EmptyState>
    : <EmptyState title={t('patients.search.empty')} {...hint}>{t('patients.search.emptyHelp')}</EmptyState>;
}
