// The same dossiers as documents through express-pouchdb and two PouchDB clients (LevelDB), on this machine.
//
//   node pouchdb_sync.mjs DOSSIERS.jsonl [default|tuned]   ->  {"version", "push_s", "pull_s", "documents"}
//
// Run in the folder where its packages are installed. Times count only once both clients hold the same documents. Tuned: batches of
// 1,000 documents, ten at a time, and no events for each change; default: PouchDB's own 100.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));
const PouchDB = require('pouchdb');
const express = require('express');
const expressPouchDB = require('express-pouchdb');

const [file, settings = 'default'] = process.argv.slice(2);
const options = settings === 'tuned' ? { batch_size: 1000, batches_limit: 10, return_docs: false } : {};
const folder = mkdtempSync(join(tmpdir(), 'motcua-pouchdb-'));
const documents = readFileSync(file, 'utf8').trim().split('\n').map((text, at) => ({ _id: String(at).padStart(8, '0'), dossier: JSON.parse(text) }));

const Kept = PouchDB.defaults({ prefix: `${folder}/server-` });
const app = express();
app.use('/', expressPouchDB(Kept, { mode: 'minimumForPouchDB', logPath: join(folder, 'log.txt'), configPath: join(folder, 'config.json') }));
const server = await new Promise((resolve) => {
  const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
});
const remote = `http://127.0.0.1:${server.address().port}/dossiers`;

async function digest(database) {
  const all = await database.allDocs({ include_docs: true });
  const text = all.rows.map(({ doc }) => JSON.stringify([doc._id, doc.dossier])).sort().join('\n');
  return [all.rows.length, createHash('sha256').update(text).digest('hex')].join(' ');
}

try {
  const one = new PouchDB(join(folder, 'one'));
  const two = new PouchDB(join(folder, 'two'));
  await new PouchDB(remote).info(); // it exists before anything is timed
  await one.bulkDocs(documents);
  const pushing = performance.now();
  await one.replicate.to(remote, options);
  const push = (performance.now() - pushing) / 1000;
  const pulling = performance.now();
  await two.replicate.from(remote, options);
  const pull = (performance.now() - pulling) / 1000;
  const [here, there] = [await digest(one), await digest(two)];
  if (here !== there || !there.startsWith(`${documents.length} `)) throw new Error(`not all arrived: ${here} ${there}`);
  console.log(JSON.stringify({ version: PouchDB.version, push_s: push, pull_s: pull, documents: documents.length }));
} finally {
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
