/** The part of `window.satchel` that prints papers: main draws, prints and saves what the page says. Types only. */
import type { PaperJob } from '../kernel/papers/paper.ts';
import type { Reason } from '../kernel/refusal.ts';
import type { ActionReply } from './bridge.ts';
import type { SaveReply } from './desktop-bridge.ts';

export interface PaperPrinter {
  /** By which it is printed to. */
  readonly name: string;
  /** By which people know it. */
  readonly label: string;
}

export type PrintersReply =
  | { readonly ok: true; readonly printers: readonly PaperPrinter[] }
  | { readonly ok: false; readonly reason: Reason };

/** A document whose sheets are as they will be printed; it holds no script, and loads nothing. */
export type PreviewReply =
  | { readonly ok: true; readonly html: string; readonly pages: number }
  | { readonly ok: false; readonly reason: Reason };

/** `isPrinted` false: the person closed the system's dialog. */
export type PrintReply =
  | { readonly ok: true; readonly isPrinted: boolean; readonly pages: number }
  | { readonly ok: false; readonly reason: Reason };

export interface PaperBridge {
  /** The printers of this computer. */
  printers(): Promise<PrintersReply>;
  preview(request: { readonly job: PaperJob }): Promise<PreviewReply>;
  /** @param request.printer null: the system's print dialog asks which; else it is printed there, without any dialog */
  print(request: {
    readonly job: PaperJob;
    readonly printer: string | null;
    readonly copies: number;
  }): Promise<PrintReply>;
  /** Shows the save dialog and writes a PDF, with the fonts in it. @param request.name without an ending */
  savePdf(request: { readonly job: PaperJob; readonly name: string }): Promise<SaveReply>;
  /** Opens the PDF in the person's own program, from where it is read, printed or sent. */
  openPdf(request: { readonly job: PaperJob; readonly name: string }): Promise<ActionReply>;
}
