import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import type { App } from 'electron'
import { createDeepLinks, findLink } from './deep-link.ts'

const link = 'patchbay://add?name=Acme'

/** As much of `app` as links need. */
function openApp() {
  const emitter = new EventEmitter()
  const registered: unknown[][] = []
  const app = Object.assign(emitter, {
    setAsDefaultProtocolClient: (...given: unknown[]) => registered.push(given) > 0,
  }) as unknown as Pick<App, 'on' | 'setAsDefaultProtocolClient'>
  return { app, emitter, registered }
}

test('links of the first start, of a second one and of the system reach the app, in order', () => {
  const { app, emitter, registered } = openApp()
  const links = createDeepLinks(app, ['patchbay', `${link}1`], undefined)
  expect(registered).toEqual([['patchbay']])
  let prevented = 0
  emitter.emit('open-url', { preventDefault: () => (prevented += 1) }, `${link}2`)
  const taken: string[] = []
  links.deliverTo((one) => taken.push(one))
  emitter.emit('second-instance', {}, ['patchbay', '--flag', `${link}3`])
  emitter.emit('second-instance', {}, ['patchbay', '--flag'])
  emitter.emit('open-url', { preventDefault: () => undefined }, 'https://example.com')
  expect(taken).toEqual([`${link}1`, `${link}2`, `${link}3`])
  expect(prevented).toBe(1)
})

test('a checkout registers the program together with its script', () => {
  const { app, registered } = openApp()
  createDeepLinks(app, [], { program: '/bin/electron', script: '/app' })
  expect(registered).toEqual([['patchbay', '/bin/electron', ['/app']]])
})

test('only links of this app are taken from a command line', () => {
  expect(findLink(['electron', 'PATCHBAY://add?x'])).toBe('PATCHBAY://add?x')
  expect(
    findLink(['patchbay', '--link=patchbay://add', 'https://patchbay.example']),
  ).toBeUndefined()
})
