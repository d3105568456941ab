declare namespace Cloudflare {
  interface Env {
    MIGRATIONS: import('cloudflare:test').D1Migration[];
    BOOTSTRAP_ADMIN_KEY: string;
  }
}
