/** The part of `window.satchel` that prints labels: main draws, saves and sends what the page says. Types only. */
import type { LabelJob } from '../kernel/labels/label.ts';
import type { ActionReply } from './bridge.ts';
import type { SaveReply } from './desktop-bridge.ts';

export interface LabelRequest {
  readonly job: LabelJob;
  /** Of the document, and of its file without an ending: 标签 GR-K7-000021. */
  readonly name: string;
}

export interface LabelBridge {
  /** Shows the system's print dialog. A person who closes it has printed nothing, and is told nothing. */
  print(request: LabelRequest): Promise<ActionReply>;
  /** Shows the save dialog and writes one page a label, with the fonts in it. */
  savePdf(request: LabelRequest): Promise<SaveReply>;
  /** Shows the save dialog and writes ZPL. */
  saveZpl(request: LabelRequest): Promise<SaveReply>;
  /**
   * Sends ZPL to a label printer in this network. Answers when the printer has taken all of it.
   * @param printer `192.168.1.50` or `zebra-2.local`, with `:9101` where it listens elsewhere than at 9100
   */
  send(request: LabelRequest & { readonly printer: string }): Promise<ActionReply>;
}
