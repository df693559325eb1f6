import type { DocumentKind, DocumentLine, Buyer, Seller } from './document.ts';
import { looksClinical, vatSums } from './line.ts';

/** What must stand on paper; `seller.*` are settings somebody has to fill in. */
export const CONTENT_FAULTS = [
  'number', 'issuedOn', 'dueOn', 'seller.name', 'seller.organisationNumber', 'seller.vatNumber', 'seller.address', 'seller.account', 'buyer.name', 'buyer.address',
  'lines', 'line.text', 'line.clinical', 'line.suppliedOn', 'line.vat', 'sum', 'refersTo',
] as const;
export type ContentFault = (typeof CONTENT_FAULTS)[number];

export interface PaperContent {
  readonly kind: DocumentKind;
  readonly number: number;
  readonly issuedOn: string;
  readonly dueOn: string | null;
  readonly seller: Seller;
  readonly buyer: Buyer;
  /** An organisation's address is always needed; a patient's may be missing or protected. */
  readonly isOrganisation: boolean;
  readonly refersToNumber: number | null;
  readonly lines: readonly DocumentLine[];
  readonly totalMinor: number;
  readonly vatMinor: number;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * What is missing or wrong in a receipt, invoice or credit before it may be issued (F-03: ML 2023:200 ch. 17; F-04). Empty
 * when nothing is. A receipt is a simplified invoice and needs no addresses.
 */
export function contentFaults(paper: PaperContent): ContentFault[] {
  const found: (ContentFault | false)[] = [
    paper.number < 1 && 'number',
    !DATE.test(paper.issuedOn) && 'issuedOn',
    ...sellerFaults(paper),
    ...(paper.kind === 'invoice' ? invoiceFaults(paper) : []),
    paper.buyer.name === '' && paper.kind !== 'receipt' && 'buyer.name',
    paper.isOrganisation && paper.buyer.address.length === 0 && 'buyer.address',
    paper.kind === 'credit' && paper.refersToNumber === null && 'refersTo',
    ...lineFaults(paper),
  ];
  return [...new Set(found.filter(fault => fault !== false))];
}

const sellerFaults = ({ seller, vatMinor }: PaperContent): (ContentFault | false)[] => [
  seller.name === '' && 'seller.name',
  seller.organisationNumber === '' && 'seller.organisationNumber',
  // Without VAT on the paper the exemption is named instead.
  vatMinor !== 0 && seller.vatNumber === '' && 'seller.vatNumber',
];

const invoiceFaults = ({ seller, dueOn }: PaperContent): (ContentFault | false)[] => [
  seller.address.length === 0 && 'seller.address',
  seller.bankgiro === '' && seller.swish === '' && 'seller.account',
  (dueOn === null || !DATE.test(dueOn)) && 'dueOn',
];

function lineFaults({ lines, totalMinor, vatMinor }: PaperContent): (ContentFault | false)[] {
  const sums = vatSums(lines);
  const vat = sums.reduce((sum, one) => sum + one.vatMinor, 0);
  const net = sums.reduce((sum, one) => sum + one.netMinor, 0);
  return [
    lines.length === 0 && 'lines',
    lines.some(line => line.text.trim() === '') && 'line.text',
    lines.some(line => looksClinical(line.text)) && 'line.clinical',
    lines.some(line => !DATE.test(line.suppliedOn)) && 'line.suppliedOn',
    lines.some(line => line.vatRate === 0 && line.vatMinor !== 0) && 'line.vat',
    (net + vat !== totalMinor || vat !== vatMinor) && 'sum',
  ];
}
