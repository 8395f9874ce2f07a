/** @file Variables of Azure, AWS and Google Cloud. */
import { parseGoogleCredentials } from '@patchbay/provider-core/specs'
import {
  approximate,
  byHand,
  exact,
  putField,
  unsupported,
  type EndpointDraft,
} from '../endpoint-draft.ts'
import {
  giveBaseUrl,
  giveModels,
  giveSecret,
  giveText,
  startDraft,
  type EnvironmentPlan,
} from './environment-plan.ts'
import type { Variable } from './variable-set.ts'

const needsResource = byHand(
  'It says nothing of where the API is. Add a custom provider of the type Azure OpenAI, and set it there.',
)

export function readAzure(plan: EnvironmentPlan): void {
  const { variables } = plan
  const key = variables.take('AZURE_API_KEY', 'AZURE_OPENAI_API_KEY', 'AZURE_OPENAI_KEY')
  const base = variables.take(
    'AZURE_API_BASE',
    'AZURE_OPENAI_ENDPOINT',
    'AZURE_OPENAI_BASE_URL',
    'AZURE_OPENAI_API_BASE',
    'AZURE_OPENAI_BASE_PATH',
  )
  const resource = variables.take(
    'AZURE_RESOURCE_NAME',
    'AZURE_OPENAI_RESOURCE_NAME',
    'AZURE_OPENAI_API_INSTANCE_NAME',
  )
  const version = variables.take(
    'AZURE_API_VERSION',
    'AZURE_OPENAI_API_VERSION',
    'OPENAI_API_VERSION',
  )
  const deployment = variables.take(
    'AZURE_OPENAI_DEPLOYMENT',
    'AZURE_OPENAI_DEPLOYMENT_NAME',
    'AZURE_OPENAI_API_DEPLOYMENT_NAME',
    'AZURE_DEPLOYMENT_NAME',
    'AZURE_DEPLOYMENT_ID',
  )
  const tenant = variables.take('AZURE_TENANT_ID')
  const client = variables.take('AZURE_CLIENT_ID')
  const secret = variables.take('AZURE_CLIENT_SECRET')
  const authority = variables.take('AZURE_AUTHORITY_HOST')
  const token = variables.take('AZURE_AD_TOKEN', 'AZURE_OPENAI_AD_TOKEN')
  const scope = variables.take('AZURE_SCOPE')
  const type = variables.take('OPENAI_API_TYPE')
  variables.tell(type, exact)
  const all = [key, version, deployment, tenant, client, secret, authority, token, scope]
  if (base === undefined && resource === undefined) {
    for (const each of all) variables.tell(each, needsResource)
    return
  }
  const draft = startDraft(plan, 'Azure OpenAI', 'azure')
  giveBaseUrl(plan, draft, base)
  if (base === undefined) giveText(plan, draft, 'resourceName', resource)
  else variables.tell(resource, unsupported(`${base.name} stands beside it and holds.`))
  if (version !== undefined) {
    const told = putField(draft, 'apiVersion', version.value)
    variables.tell(version, told, draft.key)
  }
  giveModels(plan, draft, deployment)
  giveSecret(plan, draft, 'apiKey', key)
  giveText(plan, draft, 'tenantId', tenant)
  giveText(plan, draft, 'clientId', client)
  giveSecret(plan, draft, 'clientSecret', secret)
  for (const [field, variable] of [
    ['authority', authority],
    ['tokenScope', scope],
  ] as const)
    if (variable !== undefined)
      variables.tell(
        variable,
        putField(draft, field, variable.value.replace(/\/+$/, '')),
        draft.key,
      )
  giveSecret(plan, draft, 'bearerToken', token)
  const complete = tenant !== undefined && client !== undefined && secret !== undefined
  if (key === undefined && token === undefined && complete)
    putField(draft, 'credentialKind', 'entra-client')
  if (key === undefined && token === undefined && !complete) draft.missing.add('apiKey')
}

export function readAws(plan: EnvironmentPlan): void {
  const { variables } = plan
  const id = variables.take('AWS_ACCESS_KEY_ID', 'BEDROCK_AWS_ACCESS_KEY_ID')
  const secret = variables.take('AWS_SECRET_ACCESS_KEY', 'BEDROCK_AWS_SECRET_ACCESS_KEY')
  const session = variables.take('AWS_SESSION_TOKEN', 'BEDROCK_AWS_SESSION_TOKEN')
  const region = variables.take(
    'AWS_REGION',
    'AWS_REGION_NAME',
    'AWS_DEFAULT_REGION',
    'BEDROCK_AWS_DEFAULT_REGION',
  )
  const profile = variables.take('AWS_PROFILE', 'AWS_PROFILE_NAME', 'BEDROCK_AWS_PROFILE')
  const bearer = variables.take('AWS_BEARER_TOKEN_BEDROCK')
  const base = variables.take(
    'AWS_BEDROCK_RUNTIME_ENDPOINT',
    'AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
    'ANTHROPIC_BEDROCK_BASE_URL',
  )
  const fips = variables.take('AWS_USE_FIPS_ENDPOINT')
  for (const name of [
    'AWS_ROLE_ARN',
    'AWS_ROLE_NAME',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_ROLE_SESSION_NAME',
  ])
    variables.tell(
      variables.take(name),
      byHand('Roles are taken from the AWS configuration. Choose a profile that assumes the role.'),
    )
  if (
    id === undefined &&
    secret === undefined &&
    profile === undefined &&
    bearer === undefined &&
    base === undefined
  ) {
    for (const each of [session, region, fips])
      variables.tell(
        each,
        byHand('Add a custom provider of the type Amazon Bedrock, and set it there.'),
      )
    return
  }
  const draft = startDraft(plan, 'Amazon Bedrock', 'amazon-bedrock')
  giveText(plan, draft, 'region', region)
  giveBaseUrl(plan, draft, base)
  if (fips !== undefined)
    variables.tell(fips, putField(draft, 'fips', fips.value.toLowerCase() === 'true'), draft.key)
  giveSecret(plan, draft, 'apiKey', bearer)
  giveSecret(plan, draft, 'accessKeyId', id)
  giveSecret(plan, draft, 'secretAccessKey', secret)
  giveSecret(plan, draft, 'sessionToken', session)
  giveText(plan, draft, 'profile', profile)
  // The AWS tools take a Bedrock key before anything else, and access keys before a profile.
  const kind = bearer ? 'api-key' : id || secret ? 'access-keys' : profile ? 'profile' : undefined
  if (kind !== undefined) putField(draft, 'credentialKind', kind)
  if (kind === 'access-keys' && id === undefined) draft.missing.add('accessKeyId')
  if (kind === 'access-keys' && secret === undefined) draft.missing.add('secretAccessKey')
}

export function readVertex(plan: EnvironmentPlan): void {
  const { variables } = plan
  const own = variables.has(
    'VERTEXAI_PROJECT',
    'VERTEX_PROJECT',
    'VERTEX_AI_PROJECT',
    'GOOGLE_VERTEX_PROJECT',
    'ANTHROPIC_VERTEX_PROJECT_ID',
  )
  const project = variables.take(
    'VERTEXAI_PROJECT',
    'VERTEX_PROJECT',
    'VERTEX_AI_PROJECT',
    'GOOGLE_VERTEX_PROJECT',
    'ANTHROPIC_VERTEX_PROJECT_ID',
    'GOOGLE_CLOUD_PROJECT',
    'GCLOUD_PROJECT',
  )
  const location = variables.take(
    'VERTEXAI_LOCATION',
    'VERTEX_LOCATION',
    'VERTEX_AI_LOCATION',
    'GOOGLE_VERTEX_LOCATION',
    'CLOUD_ML_REGION',
    'GOOGLE_CLOUD_LOCATION',
    'GOOGLE_CLOUD_REGION',
  )
  const base = variables.take(
    'GOOGLE_VERTEX_BASE_URL',
    'ANTHROPIC_VERTEX_BASE_URL',
    'VERTEXAI_API_BASE',
    'VERTEX_API_BASE',
  )
  const credentials = variables.take(
    'VERTEXAI_CREDENTIALS',
    'VERTEX_CREDENTIALS',
    'GOOGLE_APPLICATION_CREDENTIALS_JSON',
    'GOOGLE_SERVICE_ACCOUNT_KEY',
    'GOOGLE_CREDENTIALS',
    'GOOGLE_APPLICATION_CREDENTIALS',
  )
  const use = variables.take('GOOGLE_GENAI_USE_VERTEXAI')
  variables.tell(
    use,
    approximate(
      'Official Google models stay with the Gemini API. Switch the provider to this endpoint, if they should not.',
    ),
  )
  if (
    !own &&
    (project === undefined || (location === undefined && use === undefined)) &&
    base === undefined
  ) {
    for (const each of [project, location, credentials])
      variables.tell(
        each,
        byHand('Add a custom provider of the type Google Vertex, and set it there.'),
      )
    return
  }
  const draft = startDraft(plan, 'Google Vertex', 'google-vertex')
  giveText(plan, draft, 'projectId', project)
  giveText(plan, draft, 'location', location)
  giveBaseUrl(plan, draft, base)
  if (credentials === undefined) draft.missing.add('googleCredentials')
  else giveGoogleCredentials(plan, draft, credentials)
}

function giveGoogleCredentials(
  plan: EnvironmentPlan,
  draft: EndpointDraft,
  variable: Variable,
): void {
  const { variables, keepReferences } = plan
  if (parseGoogleCredentials(variable.value).ok)
    return giveSecret(plan, draft, 'googleCredentials', variable)
  if (keepReferences && variable.name === 'GOOGLE_APPLICATION_CREDENTIALS') {
    putField(draft, 'credentialKind', 'adc')
    return variables.tell(
      variable,
      approximate('The default credentials of this machine are used, which it is part of.'),
      draft.key,
    )
  }
  draft.missing.add('googleCredentials')
  variables.tell(
    variable,
    byHand('It names a file. Choose that file under "Google credentials" after the import.'),
    draft.key,
  )
}
