/** One request of the walk: who asks, what is sent. */
export interface Ask {
  key?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** How the walk speaks to the service: over HTTP alone, as every other client does. */
export interface Client {
  get<T>(path: string, ask?: Ask): Promise<T>;
  post<T>(path: string, ask?: Ask): Promise<T>;
  patch<T>(path: string, ask?: Ask): Promise<T>;
}

/**
 * @param url where the service listens
 * @throws {Error} from every call that is answered with anything but 200 or 201, with what was asked and what was answered
 */
export function httpClient(url: string): Client {
  async function request<T>(method: string, path: string, { key, body, headers }: Ask = {}): Promise<T> {
    const response = await fetch(url + path, {
      method,
      headers: {
        Accept: 'application/json',
        'Accept-Language': 'zh-CN',
        ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status !== 200 && response.status !== 201) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }
  return {
    get: (path, ask) => request('GET', path, ask),
    post: (path, ask) => request('POST', path, ask),
    patch: (path, ask) => request('PATCH', path, ask),
  };
}
