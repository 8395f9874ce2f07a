import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createGoogleTokenLoader, loadAwsCredentials } from './cloud-credentials.ts'

interface Seen {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

interface Cloud extends AsyncDisposable {
  readonly url: string
  readonly seen: Seen[]
}

const soon = new Date(Date.now() + 3_600_000)
const roleCredentials = {
  accessKeyId: 'ASIAFROMSSO',
  secretAccessKey: 'sso-secret',
  sessionToken: 'sso-session',
  expiration: soon.getTime(),
}

/** Stands for AWS SSO and STS, and for Google's token, STS and metadata servers. */
async function openCloud(): Promise<Cloud> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const path = request.url ?? ''
      seen.push({ path, headers: request.headers, body })
      const answer = reply(path, body)
      response.writeHead(answer === undefined ? 404 : 200, {
        'content-type': answer?.startsWith('<') ? 'text/xml' : 'application/json',
        'metadata-flavor': 'Google',
      })
      response.end(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function reply(path: string, body: string): string | undefined {
  if (path.startsWith('/federation/credentials')) return JSON.stringify({ roleCredentials })
  if (body.includes('Action=AssumeRole')) {
    return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIAFROMSTS</AccessKeyId><SecretAccessKey>sts-secret</SecretAccessKey><SessionToken>sts-session</SessionToken><Expiration>${soon.toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`
  }
  if (path === '/token' || path === '/sts') {
    const type = { issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' }
    return JSON.stringify({ access_token: `g-${path.slice(1)}`, expires_in: 1800, ...type })
  }
  if (path.startsWith('/computeMetadata/v1/instance/service-accounts/default/token')) {
    return JSON.stringify({ access_token: 'g-metadata', expires_in: 1200 })
  }
  if (path.startsWith('/computeMetadata/v1')) return JSON.stringify({})
  return undefined
}

let home: string
let cloud: Cloud

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'patchbay-cloud-'))
  cloud = await openCloud()
  await mkdir(join(home, '.aws', 'sso', 'cache'), { recursive: true })
  for (const name of Object.keys(process.env)) {
    if (/^(?:AWS_|GOOGLE_|GCE_|CLOUDSDK_|GCLOUD_)/.test(name)) vi.stubEnv(name, undefined)
  }
  vi.stubEnv('HOME', home)
  vi.stubEnv('AWS_CONFIG_FILE', join(home, '.aws', 'config'))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(home, '.aws', 'credentials'))
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await cloud[Symbol.asyncDispose]()
  await rm(home, { recursive: true, force: true })
})

async function writeAws(config: string, credentials = ''): Promise<void> {
  await writeFile(join(home, '.aws', 'config'), config)
  await writeFile(join(home, '.aws', 'credentials'), credentials)
}

async function keepSsoToken(id: string, expiresAt: Date): Promise<void> {
  const name = createHash('sha1').update(id).digest('hex')
  const token = { accessToken: 'sso-access', expiresAt: expiresAt.toISOString() }
  await writeFile(join(home, '.aws', 'sso', 'cache', `${name}.json`), JSON.stringify(token))
}

describe('a named profile', () => {
  test('gives its own keys, whatever the environment says', async () => {
    await writeAws(
      '',
      '[work]\naws_access_key_id = AKIAWORK\naws_secret_access_key = work-secret\n',
    )
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAENVIRONMENT')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'environment-secret')
    vi.stubEnv('AWS_PROFILE', 'other')
    expect(await loadAwsCredentials({ profile: 'work', chain: false })).toEqual({
      accessKeyId: 'AKIAWORK',
      secretAccessKey: 'work-secret',
      sessionToken: undefined,
      expiresAt: undefined,
    })
  })

  test('is read anew each time', async () => {
    const keys = (id: string): string =>
      `[work]\naws_access_key_id = ${id}\naws_secret_access_key = s\n`
    await writeAws('', keys('AKIAFIRST'))
    await loadAwsCredentials({ profile: 'work', chain: false })
    await writeAws('', keys('AKIASECOND'))
    const again = await loadAwsCredentials({ profile: 'work', chain: false })
    expect(again.accessKeyId).toBe('AKIASECOND')
  })

  test('signs in by SSO with the token that the command line left', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_SSO', cloud.url)
    await writeAws(
      [
        '[profile sso]',
        'sso_start_url = https://corp.awsapps.example/start',
        'sso_region = eu-central-1',
        'sso_account_id = 123456789012',
        'sso_role_name = Models',
        'region = eu-central-1',
      ].join('\n'),
    )
    await keepSsoToken('https://corp.awsapps.example/start', soon)
    expect(await loadAwsCredentials({ profile: 'sso', chain: false })).toEqual({
      accessKeyId: 'ASIAFROMSSO',
      secretAccessKey: 'sso-secret',
      sessionToken: 'sso-session',
      expiresAt: soon,
    })
    const [call] = cloud.seen
    expect(call?.headers['x-amz-sso_bearer_token']).toBe('sso-access')
    expect(call?.path).toContain('account_id=123456789012')
    expect(call?.path).toContain('role_name=Models')

    await keepSsoToken('https://corp.awsapps.example/start', new Date(Date.now() - 1000))
    await expect(loadAwsCredentials({ profile: 'sso', chain: false })).rejects.toThrow(
      /aws sso login/,
    )
  })

  test('signs in by an SSO session', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_SSO', cloud.url)
    await writeAws(
      [
        '[sso-session corp]',
        'sso_start_url = https://corp.awsapps.example/start',
        'sso_region = eu-central-1',
        '[profile sso]',
        'sso_session = corp',
        'sso_account_id = 123456789012',
        'sso_role_name = Models',
      ].join('\n'),
    )
    await keepSsoToken('corp', soon)
    const keys = await loadAwsCredentials({ profile: 'sso', chain: false })
    expect(keys.accessKeyId).toBe('ASIAFROMSSO')
  })

  test('takes on a role by STS', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_STS', cloud.url)
    await writeAws(
      [
        '[profile role]',
        'role_arn = arn:aws:iam::123456789012:role/models',
        'source_profile = work',
        'region = eu-central-1',
      ].join('\n'),
      '[work]\naws_access_key_id = AKIAWORK\naws_secret_access_key = work-secret\n',
    )
    const keys = await loadAwsCredentials({ profile: 'role', chain: false })
    expect(keys).toMatchObject({ accessKeyId: 'ASIAFROMSTS', sessionToken: 'sts-session' })
    expect(keys.expiresAt?.getTime()).toBe(soon.getTime())
    expect(cloud.seen[0]?.headers['authorization']).toContain('Credential=AKIAWORK/')
  })

  test('that does not exist is named', async () => {
    await writeAws('')
    await expect(loadAwsCredentials({ profile: 'nobody', chain: false })).rejects.toThrow(/nobody/)
  })
})

describe('the default chain', () => {
  test('takes the environment first, then the default profile', async () => {
    await writeAws(
      '',
      '[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = default-secret\n',
    )
    expect((await loadAwsCredentials({ chain: true })).accessKeyId).toBe('AKIADEFAULT')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAENVIRONMENT')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'environment-secret')
    expect((await loadAwsCredentials({ chain: true })).accessKeyId).toBe('AKIAENVIRONMENT')
  })

  test('with nothing to find says so', async () => {
    await writeAws('')
    await expect(loadAwsCredentials({ chain: true })).rejects.toThrow(/credentials/i)
  })
})

describe('application-default credentials', () => {
  async function writeAdc(file: object): Promise<void> {
    const path = join(home, 'adc.json')
    await writeFile(path, JSON.stringify(file))
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', path)
  }

  test("a person's own sign-in is exchanged for a token, billed to its project", async () => {
    await writeAdc({
      type: 'authorized_user',
      client_id: 'id-1',
      client_secret: 'secret-1',
      refresh_token: 'refresh-1',
      quota_project_id: 'billed',
    })
    const load = createGoogleTokenLoader({ oauth2TokenUrl: `${cloud.url}/token` })
    const before = Date.now()
    const loaded = await load({ kind: 'adc' })
    expect(loaded).toMatchObject({ token: 'g-token', quotaProject: 'billed' })
    const lifetime = (loaded.expiresAt?.getTime() ?? 0) - before
    expect(lifetime).toBeGreaterThanOrEqual(1_800_000)
    expect(lifetime).toBeLessThan(1_900_000)
    const form = new URLSearchParams(cloud.seen[0]?.body)
    expect(form.get('grant_type')).toBe('refresh_token')
    expect(form.get('refresh_token')).toBe('refresh-1')
  })

  test('a workload identity is exchanged at its own host', async () => {
    await writeFile(join(home, 'subject'), 'subject-token')
    await writeAdc({
      type: 'external_account',
      audience:
        '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: `${cloud.url}/sts`,
      credential_source: { file: join(home, 'subject') },
    })
    expect((await createGoogleTokenLoader()({ kind: 'adc' })).token).toBe('g-sts')
    expect(new URLSearchParams(cloud.seen[0]?.body).get('subject_token')).toBe('subject-token')
  })

  test('the metadata server is asked last', async () => {
    vi.stubEnv('GCE_METADATA_HOST', new URL(cloud.url).host)
    vi.stubEnv('METADATA_SERVER_DETECTION', 'assume-present')
    const loaded = await createGoogleTokenLoader()({ kind: 'adc' })
    expect(loaded.token).toBe('g-metadata')
    expect(loaded.expiresAt).toBeInstanceOf(Date)
  })

  test('a machine without any says so', async () => {
    vi.stubEnv('METADATA_SERVER_DETECTION', 'none')
    await expect(createGoogleTokenLoader()({ kind: 'adc' })).rejects.toThrow(/default credentials/i)
  })
})
