/**
 * @file What in a set-up a person should know before accepting it, because the file may be somebody else's: where
 * requests go besides their host, what protects them less, and what of this machine they would carry.
 */
import {
  isCredentialName,
  listFieldReferences,
  type EndpointDraft,
} from '@patchbay/provider-core/model'
import {
  getSpec,
  hostOf,
  isLoopback,
  resolveCredentialKind,
  validateDraft,
  type SecretPresence,
} from '@patchbay/provider-core/specs'

/** Whose hosts a machine's own access is meant for. */
const ownHosts = /(^|\.)(googleapis\.com|amazonaws\.com|amazonaws\.com\.cn)(:443)?$/i

/**
 * A sentence for each; none where requests go to the host of the endpoint, over TLS, with a key of its own.
 *
 * @param secrets those that it will have
 */
export function findCautions(draft: EndpointDraft, secrets: SecretPresence): string[] {
  const host = hostOf(draft)
  return [
    ...cautionOwnAccess(draft, secrets, host),
    ...cautionPlainHttp(draft, secrets, host),
    ...cautionConnection(draft),
    ...cautionSignIn(draft),
    ...listFieldReferences(draft)
      .filter(([, variable]) => isCredentialName(variable))
      .map(
        ([field, variable]) =>
          `The variable ${variable} sounds like a key, and would be sent as ${field}, in clear.`,
      ),
  ]
}

/** A cloud's own tools on this machine give access to whoever the requests go to. */
function cautionOwnAccess(draft: EndpointDraft, secrets: SecretPresence, host: string): string[] {
  const named = draft.baseUrl !== undefined || draft.environment?.fields.baseUrl !== undefined
  const kind = resolveCredentialKind(draft, secrets)
  const isOwn = getSpec(draft.spec).credentials.length > 1 && kind?.secrets.length === 0
  if (!named || !isOwn || ownHosts.test(host) || isLoopback(hostnameOf(host))) return []
  return [
    `Signs in with this machine's own access (${kind.label.toLowerCase()}), and sends what proves it to ${host}.`,
  ]
}

function cautionPlainHttp(draft: EndpointDraft, secrets: SecretPresence, host: string): string[] {
  if (!draft.allowPlainHttp) return []
  const asked = validateDraft({ ...draft, allowPlainHttp: false }, { secrets })
  if (!asked.some(({ code }) => code === 'plain-http')) return []
  return [`Sends its key unprotected over http:// to ${host}.`]
}

function cautionConnection({ proxy, tls }: EndpointDraft): string[] {
  const trusted = tls?.caFile !== undefined || tls?.caPem !== undefined
  return [
    proxy?.url === undefined ? [] : `All its requests go through the proxy ${placeOf(proxy.url)}.`,
    tls?.allowSelfSigned === true ? 'Takes certificates that no known authority signed.' : [],
    trusted ? 'Trusts an authority for certificates that the file names.' : [],
  ].flat()
}

/** The client secret is posted there. */
function cautionSignIn({ authority, spec }: EndpointDraft): string[] {
  if (spec !== 'azure' || authority === undefined) return []
  return [`Sends its client secret to ${placeOf(authority)} to sign in.`]
}

function placeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

function hostnameOf(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : host
}
