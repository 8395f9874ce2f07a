import { QueryClient } from '@tanstack/react-query'

/**
 * The cache of what the host owns. The host is local: nothing is retried, nothing waits for a
 * network, and lists stay fresh until the host says that they changed.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
