/** Where a request comes from in a trace that began outside. */
export interface TraceContext {
  traceId: string;
  parentId: string;
}

/**
 * Reads the header `traceparent` (W3C Trace Context, level 1). Ids of zeros, unknown forms and the version ff count as none, as the standard has it;
 * a later version may carry more behind the four fields.
 */
export function traceOf(header: string | undefined): TraceContext | null {
  const [, version, traceId = '', parentId = '', more] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/.exec(header ?? '') ?? [];
  const isKnown = version !== undefined && version !== 'ff' && (version !== '00' || more === undefined);
  return isKnown && !/^0+$/.test(traceId) && !/^0+$/.test(parentId) ? { traceId, parentId } : null;
}
