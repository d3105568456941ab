import { enableCompileCache } from 'node:module';

// Compiled code is kept between starts; it counts only for what is imported after this line.
enableCompileCache();
const { start } = await import('./service.ts');
const { readConfig } = await import('./platform/config.ts');
const { withSecretFiles } = await import('./platform/secret-files.ts');

const config = readConfig(withSecretFiles(process.env));
const running = await start(config);
if (config.adminKey === undefined) console.log(`BOOTSTRAP_ADMIN_KEY was not set. This key is shown once: ${running.adminKey}`);
running.deps.log.info('listening', { url: running.url, publicUrl: config.publicUrl, engine: running.deps.store.engine });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.stop().then(() => process.exit(0)));
