import type { ReactElement } from 'react'
import { Redirect } from 'wouter'
import { useEndpoints } from '../lib/resources/endpoints.ts'
import { useProviders } from '../lib/resources/providers.ts'
import { routes } from './routes.ts'

/** Where the window opens: the first start while nothing is set up, the chat from then on. */
export function EntryScreen(): ReactElement {
  const endpoints = useEndpoints()
  const providers = useProviders()
  if (endpoints.isPending || providers.isPending) return <main aria-busy="true" className="bg-bg" />
  const isEmpty =
    endpoints.data?.length === 0 && !providers.data?.some((provider) => provider.savedKey)
  return <Redirect href={isEmpty ? routes.start : routes.chat} replace />
}
