import { useToasts } from '@patchbay/ui'
import { Copy, Play, Square } from 'lucide-react'
import { useMemo } from 'react'
import { readErrorInfo, wordError } from '../lib/error-words.ts'
import { useGatewayStatus, useStartGateway, useStopGateway } from '../lib/resources/gateway.ts'
import type { PaletteEntry } from './palette-match.ts'

const group = 'Gateway'

/** What the palette can do with the gateway now. */
export function useGatewayEntries(): PaletteEntry[] {
  const status = useGatewayStatus().data
  const { mutate: start } = useStartGateway()
  const { mutate: stop } = useStopGateway()
  const toasts = useToasts()

  return useMemo(() => {
    const tell = (message: string) => toasts.show({ message })
    const onError = (error: unknown) => tell(wordError(readErrorInfo(error)))
    const address = status?.url
    if (!status) return []
    if (address === undefined || status.state === 'stopped') {
      return [
        {
          id: 'start gateway',
          group,
          label: 'Start the gateway',
          keywords: 'run serve proxy',
          icon: <Play aria-hidden />,
          run: () =>
            start(undefined, {
              onError,
              onSuccess: (now) => tell(now.problem ?? `The gateway runs at ${now.url ?? ''}.`),
            }),
        },
      ]
    }
    return [
      {
        id: 'copy gateway address',
        group,
        label: 'Copy the gateway address',
        detail: address,
        keywords: 'url base',
        icon: <Copy aria-hidden />,
        run: () =>
          void navigator.clipboard.writeText(address).then(
            () => tell(`Copied ${address}`),
            () => tell(`The address could not be copied. It is ${address}`),
          ),
      },
      {
        id: 'stop gateway',
        group,
        label: 'Stop the gateway',
        icon: <Square aria-hidden />,
        run: () => stop(undefined, { onError, onSuccess: () => tell('The gateway is stopped.') }),
      },
    ]
  }, [status, start, stop, toasts])
}
