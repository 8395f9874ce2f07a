import { expect, test } from 'vitest'
import { validateDraft, type DraftContext } from './validate-draft.ts'

type Draft = Parameters<typeof validateDraft>[0]

function issues(draft: Partial<Draft>, secrets: DraftContext['secrets'] = {}): string[] {
  const whole = {
    name: 'x',
    spec: 'openai-responses',
    baseUrl: 'https://a.example/v1',
    ...draft,
  } as const
  return validateDraft(whole, { secrets }).map(({ field }) => field)
}

const pem = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----'
const key = '-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----'

test.each<[string, Partial<Draft>, DraftContext['secrets'], string[]]>([
  ['no auth on a type that needs a key', { spec: 'azure', auth: { scheme: 'none' } }, {}, []],
  ['bearer without a key', { auth: { scheme: 'bearer' } }, {}, ['secrets.apiKey']],
  ['bearer', { auth: { scheme: 'bearer' } }, { apiKey: true }, []],
  [
    'an own header without a name',
    { auth: { scheme: 'header' } },
    { apiKey: true },
    ['auth.headerName'],
  ],
  [
    'a reserved header',
    { auth: { scheme: 'header', headerName: 'Host' } },
    { apiKey: true },
    ['auth.headerName'],
  ],
  [
    'the header that says what the body is',
    { auth: { scheme: 'header', headerName: 'Content-Type' } },
    { apiKey: true },
    ['auth.headerName'],
  ],
  [
    'a header name with a space',
    { auth: { scheme: 'header', headerName: 'x y' } },
    {},
    ['auth.headerName'],
  ],
  ['no command', { auth: { scheme: 'command' } }, {}, ['auth.command.program']],
  [
    'a command',
    {
      auth: {
        scheme: 'command',
        command: { program: 'gcloud', args: ['auth', 'print-access-token'] },
      },
    },
    {},
    [],
  ],
  [
    'a key as an argument',
    { auth: { scheme: 'command', command: { program: 'p', args: ['--token=abcdefgh12345'] } } },
    {},
    ['auth.command.args.0'],
  ],
  [
    'a command over plain http',
    { baseUrl: 'http://a.example/v1', auth: { scheme: 'command', command: { program: 'p' } } },
    {},
    ['baseUrl'],
  ],
  [
    'a proxy',
    { proxy: { url: 'socks5h://localhost:1080', username: 'a' } },
    { proxyPassword: true },
    [],
  ],
  [
    'a proxy password is no reason to forbid plain http',
    { baseUrl: 'http://a.example/v1', proxy: { url: 'http://p:1', username: 'a' } },
    { proxyPassword: true },
    [],
  ],
  ['a proxy of another kind', { proxy: { url: 'ftp://p' } }, {}, ['proxy.url']],
  ['a proxy with a path', { proxy: { url: 'http://p/x' } }, {}, ['proxy.url']],
  ['a proxy with its password', { proxy: { url: 'http://a:b@p' } }, {}, ['proxy.url']],
  [
    'a password for nobody',
    { proxy: { url: 'http://p' } },
    { proxyPassword: true },
    ['proxy.username'],
  ],
  ['an unknown proxy field', { proxy: { uri: 'http://p' } as never }, {}, ['proxy']],
  ['an own authority', { tls: { caPem: pem, serverName: 'b.example' } }, {}, []],
  ['an authority twice', { tls: { caPem: pem, caFile: '/a.pem' } }, {}, ['tls.caFile']],
  ['a relative path', { tls: { caFile: 'a.pem' } }, {}, ['tls.caFile']],
  ['a certificate that is none', { tls: { caPem: 'x' } }, {}, ['tls.caPem']],
  [
    'an authority that is one by its frame only',
    { tls: { caPem: pem.replace('MAA=', 'aGVsbG8=') } },
    {},
    ['tls.caPem'],
  ],
  [
    'a client certificate and a key by their frames only',
    { tls: { clientCertPem: pem.replace('MAA=', 'aGVsbG8=') } },
    { clientKey: key.replace('MAA=', 'aGVsbG8=') },
    ['tls.clientCertPem', 'secrets.clientKey'],
  ],
  [
    'a key among the settings',
    { tls: { clientCertPem: pem + key } },
    { clientKey: key },
    ['tls.clientCertPem'],
  ],
  ['a certificate without its key', { tls: { clientCertPem: pem } }, {}, ['secrets.clientKey']],
  ['a key without its certificate', {}, { clientKey: true }, ['tls.clientCertPem']],
  ['a client certificate', { tls: { clientCertPem: pem } }, { clientKey: key }, []],
  ['too many tries', { retry: { attempts: 11 } }, {}, ['retry.attempts']],
])('%s', (_words, draft, secrets, fields) => {
  expect(issues(draft, secrets)).toEqual(fields)
})
