import { Sparkline } from '@patchbay/ui'
import { useMemo, type ReactElement } from 'react'
import type { GatewayRequest } from '@patchbay/provider-core/model'
import { countTraffic, trafficMinutes } from './traffic.ts'

/** Tokens a second and requests a minute of the last ten minutes. */
export function TrafficLines(props: {
  requests: readonly GatewayRequest[]
  now: number
}): ReactElement {
  const { requests, now } = props
  const traffic = useMemo(() => countTraffic(requests, now), [requests, now])
  return (
    <>
      <TrafficLine values={traffic.tokens} name="Tokens per second" unit="tokens/s" />
      <TrafficLine values={traffic.requests} name="Requests a minute" unit="a minute" />
    </>
  )
}

function TrafficLine(props: {
  values: readonly number[]
  name: string
  unit: string
}): ReactElement {
  const { values, name, unit } = props
  const most = Math.round(Math.max(...values))
  const last = Math.round(values.at(-1) ?? 0)
  return (
    <span className="ui-line shrink-0 max-wide:hidden">
      <Sparkline
        values={values}
        label={`${name}, last ${trafficMinutes} minutes: 0 to ${most}, now ${last}`}
      />
      <span className="ui-hint ui-num whitespace-nowrap">
        <b className="font-medium">{last}</b> {unit}
      </span>
    </span>
  )
}
