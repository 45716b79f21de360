import { orderWord } from './order-word.ts';
import type { WordDocument } from './word-document.ts';

/** Every kind of documents that words are about. */
export const wordDocuments: readonly WordDocument[] = [orderWord];

/** Undefined where this version knows no such documents. */
export const wordDocumentOf = (documentType: string): WordDocument | undefined =>
  wordDocuments.find((each) => each.documentType === documentType);
