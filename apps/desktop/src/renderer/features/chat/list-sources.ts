import type { ChatTurn } from '#contract/shapes'

export interface Source {
  readonly key: string
  readonly url?: string | undefined
  readonly title: string
  /** The first words that were cited, at most 200 characters. */
  readonly quote?: string | undefined
}

const quoteLength = 200

/** The sources of a reply in the order in which they were first cited. */
export function listSources({ parts }: Pick<ChatTurn, 'parts'>): Source[] {
  const sources = new Map<string, Source>()
  for (const part of parts) {
    if (part.type !== 'text') continue
    for (const { url, title, quote } of part.citations ?? []) {
      const key = url ?? title ?? quote
      if (key === undefined || sources.has(key)) continue
      const words = quote?.trim()
      const short = words && words.length > quoteLength ? `${words.slice(0, quoteLength)}…` : words
      sources.set(key, {
        key,
        url,
        title: title?.trim() || url || 'A passage of the files',
        quote: short || undefined,
      })
    }
  }
  return [...sources.values()]
}
