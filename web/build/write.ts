import { writeFile } from 'node:fs/promises';
import { buildPages, hostedPages } from './pages.ts';

/** `node web/build/write.ts <file>` writes all hosted files as one JSON list for the function that publishes them. */
const [, , file] = process.argv;
if (file === undefined) throw new Error('Say which file to write, such as pages.json');
await writeFile(file, JSON.stringify(await buildPages(hostedPages)));
