/** @file `bedrock/…`. Source: LiteLLM `llms/bedrock/`. */
import { putImpliedField, take, takeField, takeSecret, type Deployment } from './deployment.ts'
import { putTypedBase, takeApiBase } from './read-base.ts'

/** Kinds of calls that stand before the id and are none of Converse and Invoke. */
const foreignRoutes = /^(?:agent|agentcore|async_invoke|converse_like|mantle|openai)\//

/** Reads a `bedrock/…` deployment into the draft. */
export function connectBedrock(deployment: Deployment): void {
  const { draft } = deployment
  draft.fields.spec = 'amazon-bedrock'
  const region = takeRoutes(deployment)
  if (
    !takeField(deployment, 'aws_region_name', 'region') &&
    !takeField(deployment, 'region_name', 'region')
  ) {
    if (region === undefined) putImpliedField(deployment, 'AWS_REGION_NAME', 'region')
    else draft.fields.region = region
  } else leaveOutSecondRegion(deployment)
  const own = take(deployment, 'aws_bedrock_runtime_endpoint')
  const base = takeApiBase(deployment)
  const taken = own ?? base
  if (taken !== undefined) putTypedBase(deployment, taken, (baseUrl) => ({ baseUrl }))
  takeFipsHost(deployment)
  if (own !== undefined && base !== undefined)
    deployment.notes.unsupported(base, 'aws_bedrock_runtime_endpoint stands beside it and holds.')
  putCredentials(deployment)
}

/** AWS's own FIPS host of the region needs no base URL. */
function takeFipsHost({ draft }: Deployment): void {
  const pattern =
    /^https:\/\/bedrock-runtime-fips\.([a-z0-9-]+)\.(?:amazonaws|c2s|sc2s|csp|cloud)[a-z0-9.-]*\/?$/
  if (
    draft.fields.region === undefined ||
    pattern.exec(draft.fields.baseUrl ?? '')?.[1] !== draft.fields.region
  )
    return
  draft.fields.baseUrl = undefined
  draft.fields.fips = true
}

function leaveOutSecondRegion(deployment: Deployment): void {
  const second = take(deployment, 'region_name')
  if (second !== undefined)
    deployment.notes.unsupported(second, 'aws_region_name stands beside it and holds.')
}

/** Takes routes and a region off the model id. @returns the region that stands there, or in an ARN. */
function takeRoutes(deployment: Deployment): string | undefined {
  const { draft, differences } = deployment
  const cut = (text: string): void => {
    deployment.modelId = deployment.modelId.slice(text.length)
  }
  const route = /^(converse|invoke)\//.exec(deployment.modelId)
  if (route !== null) cut(route[0])
  const foreign = foreignRoutes.exec(deployment.modelId)?.[0]
  if (foreign !== undefined) {
    cut(foreign)
    differences.push(
      `The route ${foreign.slice(0, -1)} is not known here: the model is called by Converse or Invoke.`,
    )
  }
  const region = /^((?:[a-z]{2}|us-gov)-[a-z]+-\d)\//.exec(deployment.modelId)
  if (region !== null) cut(region[0])
  if (route?.[1] === 'converse') draft.fields.dialect = 'bedrock-converse'
  if (route?.[1] === 'invoke') {
    if (isClaude(deployment.modelId)) draft.fields.dialect = 'anthropic-messages'
    else differences.push('Models other than Claude are called by Converse in place of Invoke.')
  }
  return (
    region?.[1] ??
    /^arn:aws[a-z-]*:(?:bedrock|sagemaker):([a-z0-9-]+):/.exec(deployment.modelId)?.[1]
  )
}

/** True for ids of Claude on Bedrock, inference profiles included. */
export function isClaude(modelId: string): boolean {
  return /(?:^|[./])anthropic\./.test(modelId)
}

function putCredentials(deployment: Deployment): void {
  const { draft, notes } = deployment
  const hasKeyId = takeSecret(deployment, 'aws_access_key_id', 'accessKeyId')
  const hasSecret = takeSecret(deployment, 'aws_secret_access_key', 'secretAccessKey')
  takeSecret(deployment, 'aws_session_token', 'sessionToken')
  const hasProfile = takeField(deployment, 'aws_profile_name', 'profile')
  const hasKey = takeSecret(deployment, 'api_key', 'apiKey')
  let hasRole = false
  for (const key of [
    'aws_role_name',
    'aws_session_name',
    'aws_web_identity_token',
    'aws_sts_endpoint',
    'aws_external_id',
  ]) {
    const setting = take(deployment, key)
    if (setting === undefined) continue
    hasRole = true
    notes.byHand(
      setting,
      'Roles are taken from the AWS configuration of this machine. Write a profile with role_arn there and choose it as "Named profile".',
    )
  }
  if (hasKeyId && hasSecret) {
    if (hasKey || hasProfile || hasRole) draft.fields.credentialKind = 'access-keys'
    return
  }
  if (hasKeyId) draft.missing.add('secretAccessKey')
  else if (hasSecret) draft.missing.add('accessKeyId')
  else if (!hasKey && !hasProfile) {
    // LiteLLM asks the AWS SDK, whose default chain this is.
    draft.fields.credentialKind = 'default-chain'
  }
}
