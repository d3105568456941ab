/** As much of an OpenAPI document as types are made of. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  description?: string;
}

interface Operation {
  operationId: string;
  summary: string;
  parameters?: { name: string; in: string; required?: boolean; schema: Schema; description?: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

export interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

interface Named {
  method: string;
  path: string;
  operation: Operation;
}

/** Operations for programs: the interface, and what a scan answers. Pages are for people. */
function operationsOf({ paths }: Document): Named[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    path.startsWith('/v1/') || path === '/t/{traceCode}'
      ? Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation }))
      : [],
  );
}

/** Name of each operation → method and path, as the client is given it. */
export function operationTable(document: Document): Record<string, string> {
  return Object.fromEntries(operationsOf(document).map(({ method, path, operation }) => [operation.operationId, `${method} ${path}`]));
}

/** The types of all operations, as declarations beside those of the client. */
export function operationTypes(document: Document): string {
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) => `${doc(schema.description)}export type ${name} = ${typeOf(schema)};`,
  );
  const operations = operationsOf(document).map(
    ({ operation }) => `${doc(operation.summary)}${operation.operationId}: ${shapeOf(operation, document)};`,
  );
  return [
    '/** What requests and replies hold. */',
    `export declare namespace Schemas {\n${indented(schemas)}\n}`,
    '/** Every operation: parts of its path, its query, its body, its reply. */',
    `export interface Operations {\n${indented(operations)}\n}`,
  ].join('\n');
}

const indented = (blocks: readonly string[]) => blocks.map((block) => block.replace(/^/gm, '  ')).join('\n');
const doc = (text: string | undefined) => (text ? `/** ${text.replaceAll('*/', '*\\/').replaceAll('\n', ' ')} */\n` : '');

function shapeOf(operation: Operation, document: Document): string {
  const given = (place: string) => {
    const fields = (operation.parameters ?? []).filter((one) => one.in === place);
    const required = fields.filter((one) => one.required).map((one) => one.name);
    return typeOf({
      type: 'object',
      properties: Object.fromEntries(
        fields.map((one) => [one.name, { ...one.schema, ...(one.description ? { description: one.description } : {}) }]),
      ),
      required,
    });
  };
  const body = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  const [one, many] = alternatives(body, document);
  const replies = ok(operation);
  const shape = (bodyType: string, reply: string, more = '') =>
    `{ path: ${given('path')}; query: ${given('query')}; body: ${bodyType}; reply: ${reply}${more} }`;
  const [created, listed] = [replies.get('201'), replies.get('200')];
  if (one && many && created && listed) return shape(typeOf(one), created, `; many: ${shape(typeOf(many), listed)}`);
  // Bytes have no schema: a PUT takes them as they are.
  const bytes = operation.operationId === 'putFile' ? 'Uint8Array' : 'undefined';
  return shape(body ? typeOf(body) : bytes, [...new Set(replies.values())].join(' | ') || 'void');
}

/** A body that may be one record or an array of them, taken apart. */
function alternatives(body: Schema | undefined, document: Document): [Schema, Schema] | [] {
  const schema = resolved(body, document);
  const [one, many] = schema?.anyOf ?? [];
  return one && many?.type === 'array' ? [one, many] : [];
}

function resolved(schema: Schema | undefined, document: Document): Schema | undefined {
  return schema?.$ref ? document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] : schema;
}

/** Type of the reply by status; what is no JSON comes as the response itself. */
function ok({ responses }: Operation): Map<string, string> {
  return new Map(
    Object.entries(responses)
      .filter(([status]) => status.startsWith('2'))
      .map(([status, { content }]): [string, string] => {
        const json = content?.['application/json']?.schema;
        return [status, json ? typeOf(json) : content ? 'Response' : 'void'];
      }),
  );
}

/** A schema as a TypeScript type. */
export function typeOf(schema: Schema): string {
  if (schema.$ref) return `Schemas.${schema.$ref.split('/').at(-1)}`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return [...new Set(either.map(typeOf))].join(' | ');
  if (schema.allOf) return schema.allOf.map((one) => `(${typeOf(one)})`).join(' & ');
  const types = [schema.type ?? []].flat();
  return types.length === 0 ? 'unknown' : types.map((type) => plainType(type, schema)).join(' | ');
}

function plainType(type: string, schema: Schema): string {
  if (type === 'array') return `(${typeOf(schema.items ?? {})})[]`;
  if (type === 'object') return objectType(schema);
  return type === 'integer' ? 'number' : type;
}

function objectType({ properties = {}, required = [], additionalProperties }: Schema): string {
  const fields = Object.entries(properties).map(([name, field]) => {
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
    return `${doc(field.description)}${key}${required.includes(name) ? '' : '?'}: ${typeOf(field)};`;
  });
  // Further members of a reply may be of any type.
  const open = additionalProperties && Object.keys(additionalProperties).length === 0 ? ['[more: string]: unknown;'] : [];
  const typed =
    typeof additionalProperties === 'object' && fields.length === 0 ? [`[key: string]: ${typeOf(additionalProperties)};`] : open;
  const all = [...fields, ...(additionalProperties === true ? ['[more: string]: unknown;'] : typed)];
  return all.length === 0 ? '{}' : `{\n${indented(all)}\n}`;
}
