const list = new Intl.ListFormat('en')

/** What uses a custom provider, for the list of them: "OpenAI, gateway alias fast"; empty when nothing does. */
export function wordUsers(providers: readonly string[], aliases: readonly string[]): string {
  const what = aliases.length === 1 ? 'gateway alias' : 'gateway aliases'
  return [...providers, ...(aliases.length === 0 ? [] : [`${what} ${aliases.join(', ')}`])].join(
    ', ',
  )
}

/**
 * What the removal of a custom provider does to what uses it, for the question before it.
 *
 * @param providers Names of the providers that are switched to it.
 * @param aliases Names of the gateway's aliases that send there.
 */
export function wordRemoval(providers: readonly string[], aliases: readonly string[]): string {
  const sentences: string[] = []
  if (providers.length > 0) {
    const use = providers.length === 1 ? 'uses' : 'use'
    sentences.push(`${list.format(providers)} ${use} it and will go back to the official API.`)
  }
  if (aliases.length > 0) {
    const names = list.format(aliases.map((name) => `“${name}”`))
    const subject = aliases.length === 1 ? 'The gateway alias' : 'The gateway aliases'
    const verb = aliases.length === 1 ? 'sends' : 'send'
    sentences.push(`${subject} ${names} ${verb} to it and will fail there.`)
  }
  return sentences.join(' ')
}
