import { NavItem, NavList, Pane, PaneFoot, PaneHead, PaneTitle, Stage } from '@patchbay/ui'
import { Contrast, Database, Info, Plug } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { VaultLine } from '../lib/vault-line.tsx'
import { routes } from './routes.ts'

const places = [
  { href: routes.models, label: 'Models & Providers', icon: <Plug aria-hidden /> },
  { href: routes.appearance, label: 'Appearance', icon: <Contrast aria-hidden /> },
  { href: routes.data, label: 'Data', icon: <Database aria-hidden /> },
  { href: routes.about, label: 'About', icon: <Info aria-hidden /> },
]

/** A screen of the settings: their list on the left, the screen's pane beside it. */
export function SettingsStage({ children }: { children: ReactNode }): ReactElement {
  const [path] = useLocation()
  const here = path === routes.endpoints ? routes.models : path
  return (
    <Stage
      master={
        <Pane as="nav" kind="master" aria-label="Settings">
          <PaneHead>
            <PaneTitle level={2}>Settings</PaneTitle>
          </PaneHead>
          <NavList>
            {places.map((place) => (
              <NavItem
                key={place.href}
                icon={place.icon}
                current={place.href === here}
                render={<Link href={place.href} />}
              >
                {place.label}
              </NavItem>
            ))}
          </NavList>
          <PaneFoot>
            <VaultLine />
          </PaneFoot>
        </Pane>
      }
    >
      {children}
    </Stage>
  )
}
