import { AppFrame, PaletteButton, Rail, RailLink, TitleBar } from '@patchbay/ui'
import { MessageSquare, Search, SlidersHorizontal, Waypoints } from 'lucide-react'
import { lazy, Suspense, useEffect, useState, type ReactElement } from 'react'
import { Link, useLocation } from 'wouter'
import { useAppInfo, useChanges } from '../lib/resources/app.ts'
import { useGatewayStatus } from '../lib/resources/gateway.ts'
import { useShortcut, useShortcutKeys, wordChord } from '../lib/shortcuts.ts'
import { Banners } from './banners.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { LeaveDialog } from './leave-dialog.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { navigate, useAddressBar } from './location.ts'
import { routes } from './routes.ts'
import { Screens } from './screens.tsx'
import { useLinks } from './use-links.ts'
import { VaultDialog } from './vault-dialog.tsx'

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }))

/** Title bar, rail and the screen; what floats over them; the keys that work everywhere. */
export function Frame(): ReactElement {
  const [path] = useLocation()
  const [paletteOpen, setPaletteOpen] = useState(false)
  const connection = useChanges()
  const gateway = useGatewayStatus().data
  useAddressBar()
  useLinks()
  useTheme()
  useShortcutKeys()
  useShortcut('palette', () => setPaletteOpen((open) => !open))
  useShortcut('new', () => navigate(routes.endpointNew))
  useShortcut('open', () => navigate(routes.data))

  return (
    <AppFrame
      title={
        <TitleBar
          brand="Patchbay"
          palette={
            <PaletteButton
              icon={<Search aria-hidden />}
              shortcut={wordChord('K')}
              aria-haspopup="dialog"
              onClick={() => setPaletteOpen(true)}
            >
              Go anywhere, switch model, check…
            </PaletteButton>
          }
        />
      }
      rail={
        <Rail label="Main">
          <RailLink
            icon={<MessageSquare aria-hidden />}
            label="Chat"
            current={path.startsWith(routes.chat)}
            render={<Link href={routes.chat} />}
          />
          <RailLink
            icon={<Waypoints aria-hidden />}
            label="Gateway"
            lamp={gateway?.state === 'running' ? 'running' : undefined}
            current={path.startsWith(routes.gateway)}
            render={<Link href={routes.gateway} />}
          />
          <RailLink
            icon={<SlidersHorizontal aria-hidden />}
            label="Settings"
            current={path.startsWith('/settings')}
            render={<Link href={routes.models} />}
          />
        </Rail>
      }
    >
      <div className="flex min-h-0 min-w-0 flex-col">
        <Banners connection={connection} />
        <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)]">
          <ErrorBoundary resetKey={path}>
            <Screens />
          </ErrorBoundary>
        </div>
      </div>
      <LeaveDialog />
      <LinkDialog />
      <VaultDialog />
      {paletteOpen ? (
        <Suspense fallback={null}>
          <Palette open onOpenChange={setPaletteOpen} />
        </Suspense>
      ) : null}
    </AppFrame>
  )
}

function useTheme(): void {
  const theme = useAppInfo().data?.theme ?? 'system'
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
  }, [theme])
}
