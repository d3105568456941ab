import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { type ClientRequest, request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { hostOf, isPublicAddress } from './addresses.ts';
import { SEND_MS, type Send, type Sent } from './send.ts';

/** Of an answer no more is read than this many bytes; its status is all we need. */
const ANSWER_LIMIT = 65_536;

export interface NodeSendOptions {
  /** The operator allows addresses of its own network, and http with them. */
  allowPrivate: boolean;
  timeoutMs?: number;
  /** How names are resolved; the system's way without it. */
  resolve?: Resolve;
}

/** Every address of a name, as `dns.lookup` tells them. */
export type Resolve = (
  hostname: string,
  options: LookupOptions,
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

const systemResolve: Resolve = (hostname, options, callback) => lookup(hostname, { ...options, all: true }, callback);

/**
 * Sends over HTTPS from Node. The name is resolved once and the connection goes to an address that was looked at, so that a name cannot
 * point elsewhere a moment later.
 */
export function nodeSend({ allowPrivate, timeoutMs = SEND_MS, resolve = systemResolve }: NodeSendOptions): Send {
  const checked: LookupFunction = (hostname, options, callback) => {
    resolve(hostname, options, (error, addresses) => {
      if (error) return callback(error, '', 4);
      const [first] = allowPrivate ? addresses : addresses.filter((one) => isPublicAddress(one.address));
      if (!first) return callback(new Error(CLOSED), '', 4);
      if (options.all) return callback(null, [first]);
      callback(null, first.address, first.family);
    });
  };
  return (address, headers, body, keep = 0) => {
    const url = new URL(address);
    const host = hostOf(url);
    if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) return Promise.resolve({ error: 'https only' });
    // A literal address is never looked up.
    if (isIP(host) !== 0 && !allowPrivate && !isPublicAddress(host)) return Promise.resolve({ error: CLOSED });
    const options: RequestOptions = {
      method: 'POST',
      headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
      lookup: checked,
      signal: AbortSignal.timeout(timeoutMs),
    };
    return answered(url.protocol === 'https:' ? httpsRequest(url.href, options) : httpRequest(url.href, options), body, keep);
  };
}

const CLOSED = 'the address is not on the open internet';

function answered(request: ClientRequest, body: string, keep: number): Promise<Sent> {
  return new Promise((done) => {
    request.on('error', (error) =>
      done({ error: error.name === 'AbortError' || error.name === 'TimeoutError' ? 'timed out' : error.message }),
    );
    request.on('response', (response) => {
      let read = 0;
      const kept: Buffer[] = [];
      const text = () => Buffer.concat(kept).subarray(0, keep).toString();
      const finish = () => done({ status: response.statusCode ?? 0, ...(keep > 0 ? { body: text() } : {}) });
      response.on('data', (chunk: Buffer) => {
        if (read < keep) kept.push(chunk);
        read += chunk.length;
        if (read > ANSWER_LIMIT) response.destroy();
      });
      response.on('end', finish).on('close', finish).on('error', finish);
    });
    request.end(body);
  });
}
