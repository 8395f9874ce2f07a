import { describe, expect, test } from 'vitest'
import { parseGoogleCredentials } from './google-credentials.ts'

const pem = '-----BEGIN PRIVATE KEY-----\nCANARYKEY\n-----END PRIVATE KEY-----'
const file = {
  type: 'service_account',
  project_id: 'p1',
  private_key_id: 'kid1',
  private_key: pem,
  client_email: 'sa@p1.iam.gserviceaccount.com',
  token_uri: 'https://oauth2.googleapis.com/token',
}

function refusal(value: unknown): string {
  const parsed = parseGoogleCredentials(typeof value === 'string' ? value : JSON.stringify(value))
  if (parsed.ok) throw new Error('parsed')
  expect(parsed.message).not.toContain('CANARY')
  return parsed.message
}

describe('parseGoogleCredentials', () => {
  test('reads a key file', () => {
    expect(parseGoogleCredentials(`\n ${JSON.stringify(file, undefined, 2)} \n`)).toEqual({
      ok: true,
      credentials: {
        clientEmail: file.client_email,
        privateKey: pem,
        privateKeyId: 'kid1',
        projectId: 'p1',
        tokenUri: file.token_uri,
      },
    })
  })

  test('mends line breaks that were escaped twice, and fills the usual token host', () => {
    const { token_uri: _, ...rest } = file
    const parsed = parseGoogleCredentials(
      JSON.stringify({ ...rest, private_key: pem.replaceAll('\n', String.raw`\n`) }),
    )
    expect(parsed.ok && parsed.credentials.privateKey).toBe(pem)
    expect(parsed.ok && parsed.credentials.tokenUri).toBe('https://oauth2.googleapis.com/token')
  })

  test.each([
    ['', /^Paste the JSON key file/],
    ['not json CANARY', /not JSON/],
    [pem, /whole key file/],
    ['/home/me/key.json', /not its path/],
    ['[]', /a JSON object/],
    [{ ...file, type: 'authorized_user' }, /own sign-in \(type authorized_user\)/],
    [{ ...file, type: 'external_account' }, /workload identity/],
    [{ ...file, type: 'something_new' }, /of type something_new/],
    [{ installed: { client_secret: 'CANARY' } }, /OAuth client/],
    [{ client_email: 'x' }, /type is missing/],
    [{ ...file, client_email: undefined, private_key: '' }, /lacks client_email and private_key/],
    [{ ...file, private_key: 'CANARY' }, /not a whole PEM key/],
  ])('refuses %j', (value, words) => {
    expect(refusal(value)).toMatch(words)
  })

  test.each([
    'http://127.0.0.1:9/token',
    'http://localhost:9/t',
    'https://sts.googleapis.com/v1/token',
  ])('token_uri %s is allowed', (tokenUri) => {
    expect(parseGoogleCredentials(JSON.stringify({ ...file, token_uri: tokenUri })).ok).toBe(true)
  })

  test.each([
    'https://evil.example/token',
    'https://googleapis.com.evil.example/token',
    'https://evilgoogleapis.com/token',
    'http://oauth2.googleapis.com/token',
    'https://a:b@oauth2.googleapis.com/token',
    'file:///etc/passwd',
    'nonsense',
  ])('token_uri %s is refused', (tokenUri) => {
    expect(refusal({ ...file, token_uri: tokenUri })).toMatch(/token_uri/)
  })
})
