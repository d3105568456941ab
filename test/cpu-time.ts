/** Milliseconds this thread has computed so far: unlike a clock on the wall it does not grow while the machine does something else. */
export function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
