import { Ajv2020 } from 'ajv/dist/2020.js';
import * as formats from 'ajv-formats';
import type { Answer } from '../app.ts';
import { type Document, type Named, resolved, type Schema } from './document.ts';

/** Says of a reply what is in it beyond its declared schema, or against it; nothing where no schema is declared. */
export type Judge = (named: Named, answer: Answer) => string[];

/** Schemas as they are declared, with every object closed to fields that are not named. */
export function strictJudge(document: Document): Judge {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  formats.default.default(ajv);
  const closed = closer(document);
  ajv.addSchema({ $id: 'api', components: { schemas: closed(document.components.schemas) } });
  const compiled = new Map<string, ReturnType<typeof ajv.compile>>();
  return ({ operation }, answer) => {
    if (answer.json === undefined) return [];
    const content = operation.responses[answer.status]?.content ?? {};
    const declared = Object.entries(content).find(([type]) => type.includes('json'))?.[1].schema;
    if (!declared) return answer.status < 300 ? [`${answer.status} answers JSON that is not declared`] : [];
    const key = `${operation.operationId} ${answer.status}`;
    const check = compiled.get(key) ?? ajv.compile(rooted(closed(declared)) as object);
    compiled.set(key, check);
    return check(answer.json)
      ? []
      : (check.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
  };
}

/** The same schema, where every object that names its fields has no others; the parts of an `allOf` are one object. */
function closer(document: Document) {
  return function closed(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(closed);
    if (typeof node !== 'object' || node === null) return node;
    const schema = 'allOf' in node ? merged(node as Schema, document) : node;
    const all = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
    const isOpen = 'additionalProperties' in schema || !('properties' in schema) || !('type' in schema) || schema.type !== 'object';
    return isOpen ? all : { ...all, additionalProperties: false };
  };
}

/** The fields of all parts in one. */
function merged({ allOf = [], ...own }: Schema, document: Document): Schema {
  const named: Schema[] = allOf.map((part) => resolved(part, document));
  const parts = [...named, own].map((part: Schema) => (part.allOf ? merged(part, document) : part));
  const isOpen = parts.some((part) => part.additionalProperties !== undefined);
  if (!parts.some((part) => part.properties)) return { ...own, ...Object.assign({}, ...parts) };
  return {
    type: 'object',
    properties: Object.assign({}, ...parts.map((part) => part.properties ?? {})),
    required: parts.flatMap((part) => part.required ?? []),
    ...(isOpen ? { additionalProperties: {} } : {}),
  };
}

/** References name the document’s own schemas. */
function rooted(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(rooted);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [
      name,
      name === '$ref' && typeof value === 'string' ? value.replace('#/', 'api#/') : rooted(value),
    ]),
  );
}
