import { type Content, parts, type TemplateId } from './content.ts';
import { login } from './login.ts';

export type Listed = TemplateId & {
  hasDefault: boolean;
};

export type Stored = {
  content: Content;
  etag: string | undefined;
};

export type FieldProblem = {
  path: string;
  message: string;
  line?: number;
  column?: number;
};

/** An error answer of the API, or `offline` if there was no answer. */
export class Refusal extends Error {
  readonly code: string;
  readonly errors: FieldProblem[];

  constructor({ code, title, errors }: { code: string; title?: string; errors?: FieldProblem[] }) {
    super(title);
    this.code = code;
    this.errors = errors ?? [];
  }
}

type Call = {
  method: string;
  path: string;
  body?: object;
  etag?: string | undefined;
};

const TEMPLATES = '/v1/site/email-templates';
const pathOf = ({ name, locale }: TemplateId) => `${TEMPLATES}/${name}/${locale}`;

async function request({ method, path, body, etag }: Call): Promise<Response> {
  const headers = new Headers({ authorization: `Bearer ${login()}` });
  if (body) headers.set('content-type', 'application/json');
  if (etag) headers.set('if-match', etag);
  const response = await fetch(path, {
    method,
    headers,
    body: body ? JSON.stringify(body) : null,
    credentials: 'omit',
    signal: AbortSignal.timeout(15_000),
  }).catch(() => {
    throw new Refusal({ code: 'offline' });
  });
  if (!response.ok) throw await refusalOf(response);
  return response;
}

/** If the gateway itself refuses, only the status is known. */
async function refusalOf(response: Response): Promise<Refusal> {
  const busy = response.status === 429 || response.status >= 500;
  const body = await response.json().catch(() => undefined);
  return new Refusal(body?.code ? body : { code: busy ? 'temporarily_unavailable' : 'internal_error' });
}

/** A text field has `\n` line ends only: without this a template with other line ends would look changed at once. */
function contentOf(body: Content): Content {
  const [subject = '', html = '', text = ''] = parts.map(part => body[part].replaceAll(/\r\n?/g, '\n'));
  return { subject, html, text };
}

async function stored(response: Response): Promise<Stored> {
  return {
    content: contentOf(await response.json()),
    etag: response.headers.get('etag') ?? undefined,
  };
}

export async function listTemplates(): Promise<Listed[]> {
  const response = await request({ method: 'GET', path: TEMPLATES });
  return (await response.json()).items;
}

/** Fetches the saved template. @returns undefined if there is none */
export async function getTemplate(id: TemplateId): Promise<Stored | undefined> {
  try {
    return await stored(await request({ method: 'GET', path: pathOf(id) }));
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') return undefined;
    throw error;
  }
}

export const putTemplate = async (id: TemplateId, body: Content, etag: string | undefined): Promise<Stored> =>
  stored(await request({ method: 'PUT', path: pathOf(id), body, etag }));

export async function deleteTemplate(id: TemplateId, etag: string | undefined): Promise<void> {
  await request({ method: 'DELETE', path: pathOf(id), etag });
}

export async function previewTemplate(
  id: TemplateId,
  draft: Content,
  variables: Record<string, string>,
): Promise<Content> {
  const body = { ...draft, variables };
  return (await request({ method: 'POST', path: `${pathOf(id)}/preview`, body })).json();
}

export async function testTemplate(
  id: TemplateId,
  draft: Content,
  variables: Record<string, string>,
): Promise<void> {
  const body = { ...draft, variables };
  await request({ method: 'POST', path: `${pathOf(id)}/test`, body });
}

/** The site's name, and the template that its invitations use. */
export async function getSite(): Promise<{ name: string; template: string | null }> {
  const { name, inviteToMedia } = await (await request({ method: 'GET', path: '/v1/site/settings' })).json();
  return { name, template: inviteToMedia.inviteEmailTemplate };
}
