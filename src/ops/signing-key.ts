import { randomBytes } from 'node:crypto';
import { isKeyName, newKey } from '../ledger/log/note.ts';

/* For hosts without a disk: prints a key pair. On Node the service makes its own (SIGNING_KEY_FILE). */
const [name = ''] = process.argv.slice(2);
if (isKeyName(name)) {
  const { secret, publicKey } = await newKey(name, randomBytes(32));
  console.log(`${secret}\n${publicKey}`);
} else {
  console.error('Name the log, as in: npm run -s signing-key -- trace.example/ledger');
  process.exitCode = 2;
}
