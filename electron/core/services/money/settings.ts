import type { money } from '#shared/contract/money.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import type { CallContext } from '../../api/context.ts';
import { hasDocuments } from '../../repositories/money-document.ts';
import { clinicOrganisationNumber } from '../../repositories/money-party.ts';
import { findPayers, savePayer } from '../../repositories/money-payer.ts';
import { putSetting } from '../../repositories/setting.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { inStep, readSettings } from './step.ts';

type Handlers = AreaHandlers<typeof money, CallContext>;

/** The clinic's terms and the organisations that pay. */
export function settingsHandlers(deps: ServiceDeps): Pick<Handlers, 'settings' | 'saveSettings' | 'payers' | 'savePayer'> {
  const db = deps.db.reader;
  return {
    settings: async () => ({ settings: await readSettings(db), organisationNumber: await clinicOrganisationNumber(db), hasInvoices: await hasDocuments(db, 'invoice') }),
    saveSettings: (ctx, { settings }) =>
      inStep(deps, ctx, async ({ tx, change }) => {
        await putSetting(tx, 'money_settings', { value: settings, at: change.at });
        await ctx.log(tx, { action: 'SETTINGS', category: 'money', objectType: 'setting', objectId: 'money' });
        return {};
      }),
    payers: async (_ctx, { includeInactive }) => (await findPayers(db)).filter(payer => includeInactive || payer.active),
    savePayer: (ctx, { id, version, draft }) =>
      inStep(deps, ctx, async ({ tx, change }) => {
        const payerId = id ?? deps.newId();
        const next = await savePayer(tx, { id: payerId, version: id === null ? 0 : version, draft }, change);
        await ctx.log(tx, { action: 'SETTINGS', category: 'money', objectType: 'payer', objectId: payerId, objectVersion: next });
        return { id: payerId, version: next };
      }),
  };
}
