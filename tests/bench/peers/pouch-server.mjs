// PouchDB's server as its makers offer it (express-pouchdb, the parts that a PouchDB needs to replicate) over LevelDB in
// the folder of the first argument. Says its address by message, and on request the bytes of all its connections.

import { createServer } from 'node:http';
import { join } from 'node:path';
import express from 'express';
import serve from 'express-pouchdb';
import PouchDB from 'pouchdb';

const folder = process.argv[2] ?? '';
const sockets = [];
const app = express();
const Served = PouchDB.defaults({ prefix: join(folder, 'served-') });
app.use(serve(Served, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: join(folder, 'log.txt') }));
const server = createServer(app);
server.on('connection', (socket) => sockets.push(socket));
server.listen(0, '127.0.0.1', () => process.send?.({ url: `http://127.0.0.1:${server.address().port}` }));
process.on('message', () => {
  process.send?.({ bytes: sockets.reduce((sum, { bytesRead, bytesWritten }) => sum + bytesRead + bytesWritten, 0) });
});
process.once('disconnect', () => process.exit(0));
