/** @file THE list of screens: the pattern of each (after `#`), and how to link to it. */

/** Patterns of the hash location. */
export const routes = {
  index: '/',
  start: '/start',
  chat: '/chat',
  chatDetail: '/chat/:chatId',
  gateway: '/gateway',
  models: '/settings/models',
  endpoints: '/settings/custom-providers',
  endpointNew: '/settings/custom-providers/new',
  /** A new custom provider that this built-in provider is switched to once it is saved. */
  endpointNewFor: '/settings/custom-providers/new/for/:providerId',
  /** A new custom provider, filled with what a link or a found server gave. */
  endpointNewFrom: '/settings/custom-providers/new/from/:proposalId',
  endpointEdit: '/settings/custom-providers/edit/:endpointId',
  appearance: '/settings/appearance',
  data: '/settings/data',
  about: '/settings/about',
} as const

function fill(pattern: string, value: string): string {
  return pattern.replace(/:\w+/, encodeURIComponent(value))
}

/** Links to screens that need to be told what to show; the others are linked by their pattern. */
export const linkTo = {
  chat: (chatId: string) => fill(routes.chatDetail, chatId),
  endpointNewFor: (providerId: string) => fill(routes.endpointNewFor, providerId),
  endpointNewFrom: (proposalId: string) => fill(routes.endpointNewFrom, proposalId),
  endpointEdit: (endpointId: string) => fill(routes.endpointEdit, endpointId),
} as const
