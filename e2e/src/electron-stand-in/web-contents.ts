/** @file A page as the main process sees it: where it may go, what it may open, who serves it. */
import { EventEmitter } from 'node:events'
import type { WebContents, WindowOpenHandlerResponse, HandlerDetails } from 'electron'
import type { CdpSession } from './cdp-connection.ts'
import type { SenderFrame } from './preload-bridge.ts'
import { answerScheme, handledSchemes } from './protocol.ts'
import { report } from './records.ts'
import { toAppUrl } from './scheme-urls.ts'

type WindowOpenHandler = (details: HandlerDetails) => WindowOpenHandlerResponse
type Part = Pick<WebContents, 'setWindowOpenHandler'>

interface Paused {
  requestId: string
  frameId: string
  resourceType: string
  redirectedRequestId?: string
  request: { url: string; method: string }
}

interface Frame {
  id: string
  parentId?: string
  url: string
}

export class StandInWebContents extends EventEmitter implements Part {
  #openHandler: WindowOpenHandler = () => ({ action: 'allow' })
  readonly #frames = new Map<string, Frame>()
  /** Navigations that the page itself asked for; those of the host and of tests are not among them. */
  readonly #asked = new Set<string>()
  #mainFrame = ''

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler
  }

  /** Frame of an id as `senderFrame` shows it: its URL in the app's own scheme. */
  describeFrame(frameId: string | undefined): SenderFrame | null {
    const frame = this.#frames.get(frameId ?? '')
    if (!frame) return null
    return {
      url: toAppUrl(frame.url, handledSchemes()),
      parent: frame.parentId === undefined ? null : (this.describeFrame(frame.parentId) as never),
    }
  }

  /** @param targetId is that of the main frame too */
  async watch(session: CdpSession, targetId: string): Promise<void> {
    this.#mainFrame = targetId
    session.on('Page.frameNavigated', ({ frame }: { frame: Frame }) =>
      this.#frames.set(frame.id, frame),
    )
    session.on('Page.frameRequestedNavigation', ({ frameId }: { frameId: string }) => {
      if (frameId === this.#mainFrame) this.#asked.add(frameId)
    })
    session.on('Page.windowOpen', ({ url }: { url: string }) => {
      const details = { url: toAppUrl(url, handledSchemes()) } as HandlerDetails
      const { action } = this.#openHandler(details)
      report({ type: 'window-open', url: details.url, action })
    })
    session.on('Fetch.requestPaused', (paused: Paused) => {
      // A page that goes away takes its requests with it.
      this.#answer(session, paused).catch(() => undefined)
    })
    await session.send('Page.enable')
    await session.send('Fetch.enable', {
      patterns: [
        { urlPattern: 'https://*.invalid/*' },
        { urlPattern: '*', resourceType: 'Document' },
      ],
    })
  }

  async #answer(session: CdpSession, paused: Paused): Promise<void> {
    const { requestId, request, frameId, resourceType, redirectedRequestId } = paused
    const url = toAppUrl(request.url, handledSchemes())
    if (resourceType === 'Document' && frameId === this.#mainFrame) {
      const redirected = redirectedRequestId !== undefined
      if (this.#asked.delete(frameId) && this.#isPrevented('will-navigate', url)) {
        await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
        return
      }
      if (redirected && this.#isPrevented('will-redirect', url)) {
        await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
        return
      }
    }
    const answer = await answerScheme(url, request.method)
    if (!answer) {
      await session.send('Fetch.continueRequest', { requestId })
      return
    }
    const body = Buffer.from(await answer.arrayBuffer())
    await session.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: answer.status,
      responseHeaders: [...answer.headers].map(([name, value]) => ({ name, value })),
      body: body.toString('base64'),
    })
  }

  #isPrevented(name: 'will-navigate' | 'will-redirect', url: string): boolean {
    let prevented = false
    const event = {
      url,
      isMainFrame: true,
      preventDefault: () => {
        prevented = true
      },
    }
    this.emit(name, event, url)
    if (name === 'will-navigate') report({ type: 'will-navigate', url, prevented })
    return prevented
  }
}
