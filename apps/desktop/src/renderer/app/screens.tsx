/** @file Which component draws which screen. All but the frame is loaded when it is first opened. */
import { lazy, Suspense, useEffect, type ReactElement, type ReactNode } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { EntryScreen } from './entry-screen.tsx'
import { routes } from './routes.ts'
import { SettingsStage } from './settings-stage.tsx'

const ChatScreen = lazy(async () => ({
  default: (await import('../features/chat/chat-screen.tsx')).ChatScreen,
}))
const StartScreen = lazy(async () => ({
  default: (await import('../features/start/start-screen.tsx')).StartScreen,
}))
const loadFound = () => import('../features/discovery/found-servers.tsx')
const FoundServers = lazy(async () => ({ default: (await loadFound()).FoundServers }))
const OfferedServers = lazy(async () => ({ default: (await loadFound()).OfferedServers }))
const GatewayScreen = lazy(async () => ({
  default: (await import('../features/gateway/gateway-screen.tsx')).GatewayScreen,
}))
const ProvidersScreen = lazy(async () => ({
  default: (await import('../features/providers/providers-screen.tsx')).ProvidersScreen,
}))
const loadEndpoints = () => import('../features/endpoints/endpoints-screen.tsx')
const EndpointsScreen = lazy(async () => ({ default: (await loadEndpoints()).EndpointsScreen }))
const loadEndpoint = () => import('../features/endpoints/endpoint-screen.tsx')
const EndpointScreen = lazy(async () => ({ default: (await loadEndpoint()).EndpointScreen }))
const AppearanceScreen = lazy(async () => ({
  default: (await import('../features/settings/appearance-screen.tsx')).AppearanceScreen,
}))
const DataScreen = lazy(async () => ({
  default: (await import('../features/data/data-screen.tsx')).DataScreen,
}))
const AboutScreen = lazy(async () => ({
  default: (await import('../features/settings/about-screen.tsx')).AboutScreen,
}))

/** The screen of the current location. Screens of the settings draw a pane, the others a whole stage. */
export function Screens(): ReactElement {
  useWarmUp()
  return (
    <Suspense fallback={<main aria-busy="true" className="bg-bg" />}>
      <Switch>
        <Route path={routes.index}>
          <EntryScreen />
        </Route>
        <Route path={routes.start}>
          <StartScreen found={inQuiet(<FoundServers />)} />
        </Route>
        <Route path={routes.chatDetail}>{({ chatId }) => <ChatScreen chatId={chatId} />}</Route>
        <Route path={routes.chat}>
          <ChatScreen chatId={undefined} />
        </Route>
        <Route path={routes.gateway}>
          <GatewayScreen />
        </Route>
        <Route path={routes.models}>{inSettings(<ProvidersScreen />)}</Route>
        <Route path={routes.endpoints}>
          {inSettings(<EndpointsScreen found={inQuiet(<OfferedServers />)} />)}
        </Route>
        <Route path={routes.endpointNew}>
          <EndpointScreen key="new" endpointId={undefined} forProviderId={undefined} />
        </Route>
        <Route path={routes.endpointNewFor}>
          {({ providerId }) => (
            <EndpointScreen key="new" endpointId={undefined} forProviderId={providerId} />
          )}
        </Route>
        <Route path={routes.endpointNewFrom}>
          {({ proposalId }) => (
            <EndpointScreen
              key={proposalId}
              endpointId={undefined}
              forProviderId={undefined}
              proposalId={proposalId}
            />
          )}
        </Route>
        <Route path={routes.endpointEdit}>
          {({ endpointId }) => (
            <EndpointScreen key={endpointId} endpointId={endpointId} forProviderId={undefined} />
          )}
        </Route>
        <Route path={routes.appearance}>{inSettings(<AppearanceScreen />)}</Route>
        <Route path={routes.data}>{inSettings(<DataScreen />)}</Route>
        <Route path={routes.about}>{inSettings(<AboutScreen />)}</Route>
        <Route>
          <Redirect href={routes.index} replace />
        </Route>
      </Switch>
    </Suspense>
  )
}

/** Fetches what the settings lead to while the window is idle, so that the form opens at once. */
function useWarmUp(): void {
  const [path] = useLocation()
  const inside = path.startsWith('/settings')
  useEffect(() => {
    if (!inside) return
    const id = requestIdleCallback(() => void Promise.all([loadEndpoints(), loadEndpoint()]))
    return () => cancelIdleCallback(id)
  }, [inside])
}

/** What comes later never takes the screen around it away. */
function inQuiet(part: ReactNode): ReactElement {
  return <Suspense fallback={null}>{part}</Suspense>
}

function inSettings(screen: ReactNode): ReactElement {
  return (
    <SettingsStage>
      <Suspense fallback={<section aria-busy="true" />}>{screen}</Suspense>
    </SettingsStage>
  )
}
