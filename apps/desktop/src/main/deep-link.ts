/**
 * @file Links that the system opens with the app (`patchbay://…`): an event on macOS, the command line of a
 * first or second start elsewhere. They may carry a key, so they are handed on and named nowhere.
 */
import type { App } from 'electron'

export const linkScheme = 'patchbay'

export interface DeepLinks {
  /** Hands over what came so far, and from now on whatever comes. */
  deliverTo(take: (link: string) => void): void
}

type LinkApp = Pick<App, 'on' | 'setAsDefaultProtocolClient'>

/**
 * Listens from the very start: on macOS a link that starts the app comes before it is ready.
 *
 * @param argv the command line that started the app
 * @param developmentEntry program and script, where it is not a packaged app that runs
 */
export function createDeepLinks(
  app: LinkApp,
  argv: readonly string[],
  developmentEntry: { readonly program: string; readonly script: string } | undefined,
): DeepLinks {
  let deliver: ((link: string) => void) | undefined
  const waiting: string[] = []
  const take = (link: string | undefined): void => {
    if (link === undefined) return
    if (deliver) deliver(link)
    else waiting.push(link)
  }

  if (developmentEntry === undefined) app.setAsDefaultProtocolClient(linkScheme)
  else {
    const { program, script } = developmentEntry
    app.setAsDefaultProtocolClient(linkScheme, program, [script])
  }
  app.on('open-url', (event, url) => {
    event.preventDefault()
    take(findLink([url]))
  })
  app.on('second-instance', (_event, secondArgv) => take(findLink(secondArgv)))
  take(findLink(argv))

  return {
    deliverTo(next) {
      deliver = next
      for (const link of waiting.splice(0)) next(link)
    },
  }
}

/** The link of a command line: systems put it last, behind switches of their own. */
export function findLink(argv: readonly string[]): string | undefined {
  return argv.findLast((argument) => argument.toLowerCase().startsWith(`${linkScheme}:`))
}
