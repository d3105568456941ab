import type { Caller } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import { Problem } from '../../platform/problems.ts';
import { perStore } from '../../store/prepared.ts';
import { MOST_UNDER_WAY } from './model.ts';
import { importRepository, isNamed } from './repository.ts';
import { largeOf } from './source.ts';

/** @throws {Problem} too-many-requests while as many imports of that owner run or wait as may */
export async function mustHaveRoom(deps: Deps, caller: Caller): Promise<void> {
  const underWay = await importRepository(deps.store.read, caller).underWay(MOST_UNDER_WAY);
  if (underWay.length < MOST_UNDER_WAY) return;
  throw new Problem(
    'too-many-requests',
    {
      zh: `已有 ${MOST_UNDER_WAY} 个导入未完成，此文件未保存；等其中之一完成后重新提交。`,
      en: `${MOST_UNDER_WAY} imports are under way, this file was not stored; send it again when one of them is at its end.`,
    },
    { headers: { 'Retry-After': '30' }, extra: { underWay: underWay.map(({ publicId }) => publicId) } },
  );
}

/** Requests of this process that are looking at the same stored bytes. */
const looking = perStore(() => new Map<string, number>());

/** Deletes the bytes again where what was done with them was refused, nobody else looks at them and no import names them. */
export async function orForgotten<T>(deps: Deps, sha256: string, work: () => Promise<T>): Promise<T> {
  const lookers = looking(deps.store);
  lookers.set(sha256, (lookers.get(sha256) ?? 0) + 1);
  try {
    return await work();
  } catch (error) {
    // Whatever else went wrong may have left an import that names them.
    const isRefused = error instanceof Problem && error.status < 500;
    if (isRefused && lookers.get(sha256) === 1 && !(await isNamed(deps.store.read, sha256))) await largeOf(deps.files).drop(sha256);
    throw error;
  } finally {
    const left = (lookers.get(sha256) ?? 1) - 1;
    if (left === 0) lookers.delete(sha256);
    else lookers.set(sha256, left);
  }
}
