import type { AreaHandlers } from '#shared/contract/define.ts';
import type { prints } from '#shared/contract/prints.ts';
import type { CallContext } from '../../api/context.ts';
import { renderShortcutCard } from '../../pdf/shortcut-card.ts';
import type { Refresher } from '../refresher.ts';
import { dayList } from './day-list.ts';
import type { PrintsDeps } from './deps.ts';
import { sheetRefresher, sheetStatus } from './emergency-sheet.ts';
import { newSheetPassword, readSettings, saveSettings } from './settings.ts';
import { appointmentCard, visitCertificate } from './visit-papers.ts';

export interface PrintsService {
  readonly handlers: AreaHandlers<typeof prints, CallContext>;
  readonly sheet: Refresher;
}

/** Reception's papers, and the sheet for the day the program is down. */
export function createPrintsService(deps: PrintsDeps): PrintsService {
  const sheet = sheetRefresher(deps);
  return {
    sheet,
    handlers: {
      dayList: (ctx, input) => dayList(deps, ctx, input),
      appointmentCard: (ctx, input) => appointmentCard(deps, ctx, input),
      visitCertificate: (ctx, input) => visitCertificate(deps, ctx, input),
      shortcutCard: async (_ctx, input) => {
        const { pdf, pages } = await renderShortcutCard({ ...input, printedAt: deps.clock.now().toISOString() });
        return { pdf: Buffer.from(pdf).toString('base64'), pages };
      },
      sheetStatus: () => sheetStatus(deps),
      writeSheet: async (ctx, _input) => {
        await deps.db.write(tx => ctx.log(tx, { action: 'PRINT', category: 'appointment', objectType: 'emergencySheet', reasonCode: 'emergencySheetAsked' }));
        await sheet.runNow();
        return sheetStatus(deps);
      },
      settings: () => readSettings(deps),
      saveSettings: async (ctx, input) => {
        const saved = await saveSettings(deps, ctx, input);
        await sheet.runNow();
        return saved;
      },
      newSheetPassword: async ctx => {
        const made = await newSheetPassword(deps, ctx);
        await sheet.runNow();
        return made;
      },
    },
  };
}
