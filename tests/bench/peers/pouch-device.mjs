// A PouchDB over LevelDB in the folder of the first argument, as an application opens it in Node: nothing is set, so a
// write has come back before the disk has it. Told by messages what to do; answers each with `{ count }` or `{ error }`.

import { join } from 'node:path';
import PouchDB from 'pouchdb';

const database = new PouchDB(join(process.argv[2] ?? '', 'own'));
const DOCUMENTS_A_WRITE = 500;

const tasks = {
  async write({ documents }) {
    for (let from = 0; from < documents.length; from += DOCUMENTS_A_WRITE) {
      const answers = await database.bulkDocs(documents.slice(from, from + DOCUMENTS_A_WRITE));
      if (answers.some((answer) => answer.error)) throw new Error('a document was not written');
    }
  },
  async push({ url }) {
    await database.replicate.to(url);
  },
  async pull({ url }) {
    await database.replicate.from(url);
  },
};

process.on('message', async (task) => {
  try {
    await tasks[task.name](task);
    process.send?.({ count: (await database.info()).doc_count });
  } catch (error) {
    process.send?.({ error: String(error) });
  }
});
process.once('disconnect', () => process.exit(0));
