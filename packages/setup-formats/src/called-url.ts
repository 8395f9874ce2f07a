/** @file The URL that another tool calls → an endpoint that calls the same one. */
import { describeAddress, maskQuery } from '@patchbay/provider-core/specs'
import { approximate, exact, putBaseUrl, type EndpointDraft, type Told } from './endpoint-draft.ts'

/**
 * Puts the base of a URL in place that a chat request goes to. Where nothing shorter leads to the same URL, it
 * is used exactly.
 *
 * @param called whole, with its operation
 * @param typed what stands in the file, where that is another text
 */
export function putCalledUrl(draft: EndpointDraft, called: string, typed = called): Told {
  const put = putBaseUrl(draft, called)
  if (put.outcome === 'by-hand') return put
  const leadsTo = describeAddress({ ...draft.fields, spec: draft.spec })
  const url = leadsTo.ok ? leadsTo.rows[0]?.url : undefined
  if (url !== undefined && sameUrl(url, called)) {
    if (!put.message?.includes('key'))
      return called === typed || sameBase(draft, typed) ? exact : added(draft)
    return put
  }
  draft.fields.baseUrl = called.trim()
  draft.fields.exactUrl = true
  return approximate('This URL is called exactly as it stands. Models cannot be listed from it.')
}

function added({ fields }: EndpointDraft): Told {
  const path = URL.canParse(fields.baseUrl ?? '') ? new URL(fields.baseUrl ?? '').pathname : ''
  return approximate(
    `What is added to it there stands in the base URL here, which ends in ${path}.`,
  )
}

function sameBase({ fields }: EndpointDraft, typed: string): boolean {
  return (fields.baseUrl ?? '').replace(/\/+$/, '') === typed.trim().replace(/\/+$/, '')
}

function sameUrl(left: string, right: string): boolean {
  const plain = (url: string) => (URL.canParse(url) ? new URL(url) : undefined)
  const [one, other] = [plain(left), plain(right)]
  return (
    one !== undefined &&
    other !== undefined &&
    one.origin === other.origin &&
    one.pathname === other.pathname &&
    maskQuery(one.search) === maskQuery(other.search)
  )
}
