/** @file Settings of a deployment that are LiteLLM's own, and what becomes of each. Source: LiteLLM `types/router.py`. */

export interface ParameterNote {
  readonly outcome: 'approximate' | 'by-hand' | 'unsupported'
  readonly message: string
}

const unsupported = (message: string): ParameterNote => ({ outcome: 'unsupported', message })
const approximate = (message: string): ParameterNote => ({ outcome: 'approximate', message })

const limit = unsupported('Patchbay keeps no limits of how much an endpoint is used.')
const proxyOnly = unsupported("It is about LiteLLM's own proxy; there is nothing like it here.")
const price = unsupported('Patchbay keeps no prices; it shows the cost that an endpoint reports.')
const elsewhere = unsupported(
  'This kind of endpoint has no such setting; LiteLLM does not use it here either.',
)
const router = unsupported('Patchbay picks by weight and order only.')
const legible = unsupported('Patchbay passes replies on as they are.')

export const parameterNotes: ReadonlyMap<string, ParameterNote> = new Map([
  [
    'drop_params',
    approximate(
      'Patchbay always leaves out what the format of an endpoint cannot say, and says so in a warning.',
    ),
  ],
  ['allowed_openai_params', approximate('Patchbay passes unknown parameters on in any case.')],
  [
    'additional_drop_params',
    unsupported('Patchbay takes no parameters out of requests. Leave them out in the client.'),
  ],
  [
    'use_chat_completions_api',
    approximate('The type of the endpoint says which format is spoken.'),
  ],
  ['merge_reasoning_content_in_choices', legible],
  ['api_version', elsewhere],
  ['tenant_id', elsewhere],
  ['client_id', elsewhere],
  ['client_secret', elsewhere],
  ['organization', elsewhere],
  ['region_name', elsewhere],
  ['max_parallel_requests', limit],
  ['itpm', limit],
  ['otpm', limit],
  ['max_budget', limit],
  ['budget_duration', limit],
  ['default_api_key_tpm_limit', limit],
  ['default_api_key_rpm_limit', limit],
  ['max_file_size_mb', limit],
  ['tags', router],
  ['tag_regex', router],
  ['timeout_by_service_tier', unsupported('Time limits are the same for every service tier.')],
  [
    'stream_timeout_by_service_tier',
    unsupported('Time limits are the same for every service tier.'),
  ],
  ['mock_response', unsupported('Patchbay makes no replies up. Use the demo endpoint for tries.')],
  ['configurable_clientside_auth_params', proxyOnly],
  ['litellm_trace_id', proxyOnly],
  ['provider_affinity_header', router],
  ['use_in_pass_through', proxyOnly],
  ['use_litellm_proxy', proxyOnly],
  ['use_xai_oauth', unsupported('Patchbay does not sign in there. Use a key.')],
  ['keepalive_seconds', proxyOnly],
  ['allow_client_keepalive_override', proxyOnly],
  ['fireworks_forward_user_id', proxyOnly],
  ['caching', unsupported('Patchbay keeps no replies.')],
  ['cache', unsupported('Patchbay keeps no replies.')],
  ['model_info', proxyOnly],
  ['guardrails', unsupported('Patchbay has no guardrails.')],
  ['success_callback', proxyOnly],
  ['callbacks', proxyOnly],
  ['cooldown_time', router],
  ['allowed_fails', router],
  ['base_model', price],
  [
    'ssl_verify',
    {
      outcome: 'by-hand',
      message: 'Set it under Advanced, TLS: an authority to trust, or self-signed certificates.',
    },
  ],
  ['client', proxyOnly],
  ['hf_model_name', proxyOnly],
])

/** Families of settings, by how their names begin or end. */
const familyNotes: readonly (readonly [RegExp, ParameterNote])[] = [
  [/(?:^|_)cost(?:_|$)/, price],
  [/^(?:auto|complexity|adaptive|quality)_router_/, router],
  [/^(?:milvus|valkey)_|^vector_store_id$|^s3_|^gcs_/, proxyOnly],
  [
    /^(?:aws|azure|vertex|watsonx|oci)_/,
    {
      outcome: 'by-hand',
      message: 'Patchbay does not read this. Look for the setting in the form.',
    },
  ],
]

/** What is known of a setting, or `undefined`: then it is sent to the model. */
export function noteOf(key: string): ParameterNote | undefined {
  return parameterNotes.get(key) ?? familyNotes.find(([pattern]) => pattern.test(key))?.[1]
}

/** What becomes of `model_info`. */
export function infoNoteOf(key: string): ParameterNote {
  const known = infoNotes[key]
  if (known !== undefined && Object.hasOwn(infoNotes, key)) return known
  if (/(?:^|_)cost(?:_|$)/.test(key)) return price
  return unsupported('A note of LiteLLM about the model. Patchbay has its own catalogue.')
}

const infoNotes: Readonly<Record<string, ParameterNote>> = {
  id: unsupported('Patchbay gives ids of its own.'),
  base_model: unsupported('It tells LiteLLM the price and limits; Patchbay keeps none.'),
  access_groups: {
    outcome: 'by-hand',
    message:
      'Gateway keys can be limited to models. Make a key for each group and name its models there.',
  },
  supported_environments: proxyOnly,
  tier: router,
}
