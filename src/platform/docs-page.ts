import { escapeHtml } from '../pages/escape.ts';
import { STYLESHEET_PATH } from '../pages/stylesheet.ts';

/**
 * The OpenAPI document to read; made from the document, so it says what the machine is told.
 * @param part a tag: its operations in full; without it, the list of all operations
 * @returns null where no operation has that tag
 */
export function docsPage(document: Record<string, unknown>, part?: string): string | null {
  const tags = Map.groupBy(operationsOf(document), (operation) => operation.tag);
  if (part === undefined) return frame('Suyuan 溯源 API', [...tags].map(([tag, list]) => listHtml(tag, list)).join(''));
  const operations = tags.get(part);
  if (operations === undefined) return null;
  const main = `<p><a class="tap" href="/docs">All operations</a></p>${listHtml(part, operations)}${operations.map(operationHtml).join('\n')}`;
  return frame(`${part} · Suyuan 溯源 API`, main);
}

function frame(title: string, main: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title><link rel="stylesheet" href="${STYLESHEET_PATH}"></head><body><main id="main" class="in wide"><div class="head"><h1>${escapeHtml(title)}</h1>
<p>Machine-readable: <a href="/openapi.json">/openapi.json</a> · Keys go in <code>Authorization: Bearer …</code> · Problems are
<a href="/docs/problems">listed with their codes</a>.</p></div>${main}</main></body></html>`;
}

function listHtml(tag: string, operations: readonly Operation[]): string {
  const rows = operations.map(
    ({ id, method, path, summary }) =>
      `<li><a class="tap" href="/docs?part=${encodeURIComponent(tag)}#${id}">${escapeHtml(summary)}</a> <code>${method} ${escapeHtml(path)}</code></li>`,
  );
  return `<section class="card"><h2>${escapeHtml(tag)}</h2><ul>${rows.join('')}</ul></section>`;
}

interface Operation {
  id: string;
  tag: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  parameters: Field[];
  body: string;
  replies: [string, string][];
}

interface Field {
  name: string;
  where: string;
  required: boolean;
  text: string;
}

type Node = Record<string, unknown>;

function operationsOf(document: Record<string, unknown>): Operation[] {
  return Object.entries((document.paths ?? {}) as Record<string, Record<string, Node>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, node]) => ({
      id: String(node.operationId),
      tag: String((node.tags as string[] | undefined)?.[0] ?? ''),
      method: method.toUpperCase(),
      path,
      summary: String(node.summary),
      description: String(node.description),
      parameters: ((node.parameters ?? []) as Node[]).map(parameterOf),
      body: bodyOf(node.requestBody as Node | undefined, document),
      replies: Object.entries((node.responses ?? {}) as Record<string, Node>).map(([status, reply]) => [status, String(reply.description)]),
    })),
  );
}

function parameterOf(node: Node): Field {
  const schema = (node.schema ?? {}) as Node;
  return {
    name: String(node.name),
    where: String(node.in),
    required: node.required === true,
    text: textOf({ ...schema, ...node }),
  };
}

function textOf(node: Node): string {
  const example = node.example === undefined ? '' : ` — ${JSON.stringify(node.example)}`;
  const choices = Array.isArray(node.enum) ? ` (${(node.enum as unknown[]).join(' | ')})` : '';
  return `${String(node.description ?? '')}${choices}${example}`;
}

function bodyOf(node: Node | undefined, document: Record<string, unknown>): string {
  const content = Object.values((node?.content ?? {}) as Record<string, Node>)[0];
  return content ? fieldsHtml(resolved(content.schema as Node, document), document, 0) : '';
}

function resolved(schema: Node, document: Record<string, unknown>): Node {
  const reference = schema.$ref;
  if (typeof reference !== 'string') return schema;
  return reference
    .slice(2)
    .split('/')
    .reduce((node, key) => node[key] as Node, document as Node);
}

function fieldsHtml(schema: Node, document: Record<string, unknown>, depth: number): string {
  const alternatives = (schema.anyOf ?? schema.oneOf) as Node[] | undefined;
  if (alternatives?.[0]) return fieldsHtml(resolved(alternatives[0], document), document, depth);
  if (schema.type === 'array') return fieldsHtml(resolved((schema.items ?? {}) as Node, document), document, depth);
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Node>);
  if (properties.length === 0 || depth > 4) return '';
  const required = new Set((schema.required ?? []) as string[]);
  const items = properties.map(([name, node]) => {
    const inner = resolved(node, document);
    return `<li><code>${escapeHtml(name)}</code>${required.has(name) ? ' <strong>required</strong>' : ''} ${escapeHtml(textOf(inner))}${fieldsHtml(inner, document, depth + 1)}</li>`;
  });
  return `<ul>${items.join('')}</ul>`;
}

function operationHtml(operation: Operation): string {
  const parameters = operation.parameters
    .map(
      (p) =>
        `<li><code>${escapeHtml(p.name)}</code> <small>${escapeHtml(p.where)}</small>${p.required ? ' <strong>required</strong>' : ''} ${escapeHtml(p.text)}</li>`,
    )
    .join('');
  return `<section class="card" id="${operation.id}"><h2>${escapeHtml(operation.summary)}</h2><p><code class="call">${operation.method} ${escapeHtml(operation.path)}</code></p>
<p>${escapeHtml(operation.description)}</p>${parameters ? `<h3>Parameters</h3><ul>${parameters}</ul>` : ''}${operation.body ? `<h3>Body</h3>${operation.body}` : ''}
<h3>Replies</h3><dl>${operation.replies.map(([status, text]) => `<dt>${status}</dt><dd>${escapeHtml(text)}</dd>`).join('')}</dl></section>`;
}
