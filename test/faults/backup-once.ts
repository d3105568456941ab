/** Run by a test: takes a backup or puts one back, and ends itself by signal 9 when it has printed the line of its last argument. */
import { makeBackup } from '../../src/ops/backup/backup.ts';
import { restore } from '../../src/ops/backup/restore.ts';
import { Steps } from '../../src/ops/backup/steps.ts';

const [command, backup = '', database = '', filesDir = '', last = '0'] = process.argv.slice(2);
let said = 0;
const steps = new Steps((line) => {
  console.log(line);
  if (++said === Number(last)) process.kill(process.pid, 'SIGKILL');
});
if (command === 'backup') await makeBackup({ database, filesDir, to: backup, now: Date.now }, steps);
else await restore({ from: backup, database, filesDir }, steps);
