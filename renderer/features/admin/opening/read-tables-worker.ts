/** Reads the tables of one file, away from the window. */
import { type PickedFile, readTables } from '../import/read-file.ts';

self.onmessage = ({ data }: MessageEvent<PickedFile>) => {
  void readTables(data).then((tables) => self.postMessage(tables));
};
