import type { PickedFile } from '../import/read-file.ts';
import type { SheetReply } from '../import/sheet.ts';

/**
 * All tables of a file, read in a worker: a sheet of 20,000 rows takes a second or two, in which the window must answer.
 * Codes of refusal as `readFile`.
 */
export function readTablesAway(file: PickedFile): Promise<readonly SheetReply[]> {
  const worker = new Worker(new URL('./read-tables-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<readonly SheetReply[]>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<readonly SheetReply[]>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(file);
  }).finally(() => worker.terminate());
}
