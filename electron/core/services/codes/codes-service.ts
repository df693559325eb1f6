import type { AreaHandlers } from '#shared/contract/define.ts';
import type { CodePack, codes } from '#shared/contract/codes.ts';
import { startOfDay } from '#shared/domain/agenda/zone.ts';
import { standingOf, type CodeStanding } from '#shared/domain/codes/code-standing.ts';
import { atLeastFive, monthAfter } from '#shared/domain/codes/statistics.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { CallContext } from '../../api/context.ts';
import { allPacks, packOn, setInUse, type StoredPack } from '../../repositories/code-pack.ts';
import { codesNamed } from '../../repositories/code-search.ts';
import { codesOfPatient, countCodes, setPin } from '../../repositories/note-code.ts';
import { readingMode } from '../journal/access.ts';
import { today, type CodesDeps } from './deps.ts';
import { applyImport, planImport } from './import-pack.ts';
import { searchCodes } from './search-codes.ts';

type Answers = AreaHandlers<typeof codes, CallContext>;

/** Code systems as versioned packs, the picker's search, and what codes the clinic's notes have (K-20). */
export function createCodesService(deps: CodesDeps): Answers {
  return {
    packs: async () => {
      const packs = await allPacks(deps.db.reader);
      return packs.map(pack => toAnswer(pack, packOn(packs, pack.system, today(deps))?.id === pack.id));
    },
    search: (ctx, input) => searchCodes(deps, ctx, input),
    ofPatient: (ctx, input) => ofPatient(deps, ctx, input),
    pin: (ctx, input) => pin(deps, ctx, input),
    importDry: (_ctx, input) => planImport(deps, input),
    importApply: (ctx, input) => applyImport(deps, ctx, input),
    activate: (ctx, input) => activate(deps, ctx, input),
    statistics: async (_ctx, { system, from, to }) => {
      const at = (month: string): string => startOfDay(`${month}-01`, deps.clinic.timeZone);
      return (await countCodes(deps.db.reader, { system, from: at(from), to: at(monthAfter(to)) })).map(one => ({ system, ...atLeastFive(one) }));
    },
  };
}

const toAnswer = (pack: StoredPack, isCurrent: boolean): CodePack => ({
  id: pack.id, version: pack.version, system: pack.system, edition: pack.edition, title: pack.title, source: pack.source, licence: pack.licence, validFrom: pack.validFrom, validTo: pack.validTo,
  isSample: pack.isSample, inUse: pack.inUse, isCurrent, codes: pack.lastCode - pack.firstCode + 1, selectable: pack.selectable, addedAt: pack.addedAt,
});

/** The patient's own codes are read as the notes are: with a care relation or a reason (J-13). */
const ofPatient: (deps: CodesDeps, ...call: Parameters<Answers['ofPatient']>) => ReturnType<Answers['ofPatient']> = async (deps, ctx, input) => {
  if ((await readingMode(deps, ctx, input.patientId)) !== 'all') throw new AppError('auth.forbidden');
  const found = await codesOfPatient(deps.db.reader, input);
  const packs = await allPacks(deps.db.reader);
  const day = today(deps);
  const current = new Map<string, { standing: CodeStanding; now: { edition: string; text: string } }>();
  for (const system of new Set(found.map(one => one.system))) {
    const pack = packOn(packs, system, day);
    if (!pack) continue;
    const codes = await codesNamed(deps.db.reader, pack, found.filter(one => one.system === system).map(one => one.code));
    for (const code of codes) current.set(`${system} ${code.code}`, { standing: standingOf(code, day), now: { edition: pack.edition, text: code.text } });
  }
  return found.map(one => ({ ...one, ...(current.get(`${one.system} ${one.code}`) ?? { standing: 'notInThisVersion', now: null }) }));
};

const pin: (deps: CodesDeps, ...call: Parameters<Answers['pin']>) => ReturnType<Answers['pin']> = async (deps, ctx, { system, code, pinned }) => {
  const pack = packOn(await allPacks(deps.db.reader), system, today(deps));
  if (pinned && (!pack || (await codesNamed(deps.db.reader, pack, [code])).length === 0)) throw new AppError('record.notFound');
  await deps.db.write(tx => setPin(tx, { id: deps.newId(), userId: ctx.userId, system, code, pinned, at: deps.clock.now().toISOString() }));
  deps.changed('codes');
  return {};
};

const activate: (deps: CodesDeps, ...call: Parameters<Answers['activate']>) => ReturnType<Answers['activate']> = async (deps, ctx, { packId, version, inUse }) => {
  const next = await deps.db.write(async tx => {
    if (!(await allPacks(tx)).some(pack => pack.id === packId)) throw new AppError('record.notFound');
    const changed = await setInUse(tx, { id: packId, version, inUse }, { at: deps.clock.now().toISOString(), by: ctx.userId });
    await ctx.log(tx, { action: 'SETTINGS', category: 'system', objectType: 'codePack', objectId: packId, objectVersion: changed });
    return changed;
  });
  deps.changed('codes');
  return { version: next };
};
