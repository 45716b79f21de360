/** A paper of a document as it stands now: read from this device, in the language and on the size that are wanted. */
import type { CompanyBook } from '#shared/domains/admin/queries/company-book.ts';
import type { PaperTemplateRow } from '#shared/domains/admin/queries/paper-templates.ts';
import { chooseTemplate } from '#shared/domains/admin/rules/choose-template.ts';
import { defaultLayout } from '#shared/kernel/papers/default-layouts.ts';
import { type PaperKind, type PaperLayout, paperLayoutSchema } from '#shared/kernel/papers/layout.ts';
import type { PaperJob } from '#shared/kernel/papers/paper.ts';
import type { PaperSize } from '#shared/kernel/papers/paper-sizes.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { bridge } from '../../app/bridge.ts';
import type { Language } from '../../app/i18n.ts';
import { useSession } from '../../app/session.ts';
import { finishPaper, type PaperBuilder, paperWords, signerIn } from './builders/builder.ts';
import { deliveryNote } from './builders/delivery-note.ts';
import { goodsReceipt } from './builders/goods-receipt.ts';
import { goodsReturn } from './builders/goods-return.ts';
import { orderConfirmation } from './builders/order-confirmation.ts';
import { pickList } from './builders/pick-list.ts';
import { supplierReturn } from './builders/supplier-return.ts';
import { transferSlip } from './builders/transfer-slip.ts';

const builders: Readonly<Record<PaperKind, PaperBuilder>> = {
  orderConfirmation,
  deliveryNote,
  goodsReturn,
  goodsReceipt,
  supplierReturn,
  pickList,
  transferSlip,
};

/** `templateId`: of the company's own layout for it. */
type Built = { readonly job: PaperJob; readonly templateId: string | null } | { readonly reason: Reason };

/** @returns a reason where the document is not on this device, or may not be read */
export async function buildJob(kind: PaperKind, id: string, size: PaperSize, language: Language): Promise<Built> {
  const { query, build } = builders[kind];
  const [answer, book, templates] = await Promise.all([
    bridge().query(query, { id }),
    bridge().query('admin.companyBook', {}),
    bridge().query('admin.paperTemplates', {}),
  ]);
  if (!answer.ok) return { reason: answer.reason };
  if (!book.ok) return { reason: book.reason };
  if (!templates.ok) return { reason: templates.reason };
  if (answer.rows === null) return { reason: { code: 'papers.gone', params: {} } };
  const words = paperWords(language, book.rows as CompanyBook);
  const { session } = useSession.getState();
  const companyName = session?.state === 'signedIn' ? session.companyName : '';
  const document = finishPaper(build(answer.rows as never, words), words, companyName);
  const signer = signerIn(words.book)?.id ?? null;
  const asked = { kind, language, size, legalEntityId: signer };
  const own = chooseTemplate(templates.rows as PaperTemplateRow[], asked);
  const layout = own ? readLayout(own, kind, size) : defaultLayout(kind, size);
  return { job: { kind, size, layout, document }, templateId: own?.id ?? null };
}

/** What cannot be read is as if the company had none: nobody is left without a paper. */
function readLayout({ layout }: PaperTemplateRow, kind: PaperKind, size: PaperSize): PaperLayout {
  try {
    return paperLayoutSchema.parse(JSON.parse(layout));
  } catch {
    return defaultLayout(kind, size);
  }
}

/** As a file is called: 送货单 DN-K7-000034. */
export const paperName = ({ document: { title, number } }: PaperJob): string =>
  `${title} ${number}`.trim().slice(0, 100);
