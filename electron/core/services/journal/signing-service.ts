import type { AreaHandlers } from '#shared/contract/define.ts';
import type { signing } from '#shared/contract/signing.ts';
import type { CallContext } from '../../api/context.ts';
import type { JournalDeps } from './deps.ts';
import { assign, giveBack, handOver } from './hand-over.ts';
import { ageing, signers, unsigned } from './list-unsigned.ts';
import { lock } from './lock-note.ts';
import { signDay } from './sign-day.ts';
import { readOwnSigning, readSigningSettings, saveOwnSigning, saveSigningSettings } from './signing-settings.ts';

/** Locking notes, the day's signature, and who answers for what others write (J-07, ADR 0010). */
export function createSigningService(deps: JournalDeps): AreaHandlers<typeof signing, CallContext> {
  return {
    unsigned: ctx => unsigned(deps, ctx),
    lock: (ctx, input) => lock(deps, ctx, input),
    signDay: (ctx, input) => signDay(deps, ctx, input),
    signers: ctx => signers(deps, ctx),
    handOver: (ctx, input) => handOver(deps, ctx, input),
    giveBack: (ctx, input) => giveBack(deps, ctx, input),
    assign: (ctx, input) => assign(deps, ctx, input),
    settings: () => readSigningSettings(deps.db.reader),
    saveSettings: (ctx, input) => saveSigningSettings(deps, ctx, input),
    own: ctx => readOwnSigning(deps.db.reader, ctx.userId),
    saveOwn: (ctx, input) => saveOwnSigning(deps, ctx, input),
    ageing: () => ageing(deps),
  };
}
