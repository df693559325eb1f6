import type { money } from '#shared/contract/money.ts';
import type { AreaHandlers } from '#shared/contract/define.ts';
import type { MoneyDocument } from '#shared/domain/money/document.ts';
import type { CallContext } from '../../api/context.ts';
import type { FinishedPrint } from '../../pdf/document.ts';
import { renderMoneyPaper, renderPaymentReceipt } from '../../pdf/money-paper.ts';
import { getDocument } from '../../repositories/money-document.ts';
import { getPayment } from '../../repositories/money-payment.ts';
import type { ServiceDeps } from '../service-deps.ts';
import { todayOf } from './step.ts';

type Handlers = AreaHandlers<typeof money, CallContext>;

const FILE = { receipt: 'kvitto', invoice: 'faktura', credit: 'kredit' } as const;

/** Paper for the payer. The log row is durable before it leaves core. */
export function printHandlers(deps: ServiceDeps): Pick<Handlers, 'print' | 'printPayment'> {
  return {
    print: async (ctx, { documentId, language }) => {
      const document = await getDocument(deps.db.reader, documentId, todayOf(deps));
      const paper = await renderMoneyPaper({ language, document });
      await logPrint(deps, ctx, document);
      return answer(paper, `${FILE[document.kind]}-${document.number}.pdf`);
    },
    printPayment: async (ctx, { paymentId, language }) => {
      const payment = await getPayment(deps.db.reader, paymentId);
      const document = await getDocument(deps.db.reader, payment.documentId, todayOf(deps));
      const paper = await renderPaymentReceipt({ language, document, payment });
      await logPrint(deps, ctx, document);
      return answer(paper, `betalning-${payment.number}.pdf`);
    },
  };
}

/** One row for each patient on the paper. */
async function logPrint({ db }: ServiceDeps, ctx: CallContext, document: MoneyDocument): Promise<void> {
  const patients = [...new Set([document.patientId, ...document.lines.map(line => line.patientId)].filter(id => id !== null))];
  await db.write(async tx => {
    for (const patientId of patients.length > 0 ? patients : [null]) {
      await ctx.log(tx, { action: 'PRINT', category: 'money', patientId, objectType: document.kind, objectId: document.id, reasonCode: document.kind, reasonText: String(document.number) });
    }
  });
}

const answer = ({ pdf, pages }: FinishedPrint, fileName: string) => ({ pdf: Buffer.from(pdf).toString('base64'), pages, fileName });
