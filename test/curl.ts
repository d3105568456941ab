/** Does what the README asks of curl, for machines without it: -f -s -S -L, -X, -H, -d, -o. */
import { writeFileSync } from 'node:fs';

const headers = new Headers();
let [url, method, body, file]: (string | undefined)[] = [];
const words = process.argv.slice(2);
for (let word = words.shift(); word !== undefined; word = words.shift()) {
  if (word === '-H') {
    const [name = '', ...value] = (words.shift() ?? '').split(':');
    headers.set(name, value.join(':').trim());
  } else if (word === '-d') body = words.shift();
  else if (word === '-X') method = words.shift();
  else if (word === '-o') file = words.shift();
  else if (/^-[fsSL]+$/.test(word)) continue;
  else url = word;
}
const response = await fetch(url ?? '', {
  method: method ?? (body === undefined ? 'GET' : 'POST'),
  headers,
  ...(body === undefined ? {} : { body }),
});
const bytes = new Uint8Array(await response.arrayBuffer());
if (response.ok && file !== undefined) writeFileSync(file, bytes);
else if (response.ok) process.stdout.write(bytes);
else {
  console.error(`curl: (22) The requested URL returned error: ${response.status} ${new TextDecoder().decode(bytes)}`);
  process.exitCode = 22;
}
