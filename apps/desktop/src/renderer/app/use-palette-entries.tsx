import {
  Import,
  Link2,
  MessageSquare,
  Monitor,
  Moon,
  Pencil,
  Plug,
  Plus,
  Radar,
  Sparkles,
  Stethoscope,
  Sun,
} from 'lucide-react'
import { useMemo } from 'react'
import { useLocation } from 'wouter'
import { changeDraft } from '../lib/chat-drafts.ts'
import { openLinkBox } from '../lib/link-box.ts'
import { modelKey } from '../lib/model-key.ts'
import { useSetTheme } from '../lib/resources/app.ts'
import { useChats } from '../lib/resources/chats.ts'
import { savedCheckKey, useCheckActions } from '../lib/resources/checks.ts'
import { useLookAgain, useRestoreServers } from '../lib/resources/discovery.ts'
import { useEndpoints } from '../lib/resources/endpoints.ts'
import { useModels } from '../lib/resources/models.ts'
import { newChatKey } from '../lib/resources/replies.ts'
import type { PaletteEntry } from './palette-match.ts'
import { useGatewayEntries } from './use-gateway-entries.tsx'
import { linkTo, routes } from './routes.ts'

const screens = [
  { label: 'Chat', href: routes.chat },
  { label: 'Gateway', href: routes.gateway },
  { label: 'Models & Providers', href: routes.models, keywords: 'settings mode key' },
  { label: 'Custom Providers', href: routes.endpoints, keywords: 'settings endpoints' },
  { label: 'Appearance', href: routes.appearance, keywords: 'settings theme' },
  { label: 'Data', href: routes.data, keywords: 'settings import export bundle' },
  { label: 'About', href: routes.about, keywords: 'settings version' },
]

const themes = [
  { theme: 'system', label: 'Theme: System', icon: <Monitor aria-hidden /> },
  { theme: 'light', label: 'Theme: Light', icon: <Sun aria-hidden /> },
  { theme: 'dark', label: 'Theme: Dark', icon: <Moon aria-hidden /> },
] as const

const chatPath = /^\/chat\/([^/]+)$/

/** Everything the palette can do now. */
export function usePaletteEntries(): PaletteEntry[] {
  const [path, navigate] = useLocation()
  const endpoints = useEndpoints().data
  const models = useModels().data
  const chats = useChats('').data
  const { start } = useCheckActions()
  const { mutate: setTheme } = useSetTheme()
  const { mutate: restoreServers } = useRestoreServers()
  const { mutate: lookAgain } = useLookAgain()
  const gatewayEntries = useGatewayEntries()

  return useMemo(() => {
    const openChat = chatPath.exec(path)?.[1]
    const chatKey = openChat === undefined ? newChatKey : decodeURIComponent(openChat)
    const go = (href: string) => () => navigate(href)
    return [
      ...screens.map(({ label, href, keywords }) => ({
        id: `go ${href}`,
        group: 'Go to',
        label,
        keywords,
        icon: <Plug aria-hidden />,
        run: go(href),
      })),
      {
        id: 'new chat',
        group: 'Begin',
        label: 'New chat',
        icon: <MessageSquare aria-hidden />,
        run: go(routes.chat),
      },
      {
        id: 'new endpoint',
        group: 'Begin',
        label: 'Add custom provider',
        icon: <Plus aria-hidden />,
        run: go(routes.endpointNew),
      },
      {
        id: 'add from link',
        group: 'Begin',
        label: 'Add from link',
        keywords: 'patchbay:// paste import',
        icon: <Link2 aria-hidden />,
        run: () => openLinkBox(),
      },
      {
        id: 'import',
        group: 'Begin',
        label: 'Import a set-up',
        keywords: 'litellm config yaml env librechat opencode vs code bundle',
        icon: <Import aria-hidden />,
        run: go(routes.data),
      },
      {
        id: 'find servers',
        group: 'Begin',
        label: 'Find servers on this machine',
        keywords: 'discover local ollama lm studio vllm llama.cpp litellm',
        icon: <Radar aria-hidden />,
        run: () => {
          restoreServers(undefined, { onSettled: () => lookAgain() })
          navigate(routes.endpoints)
        },
      },
      ...gatewayEntries,
      ...(endpoints ?? []).flatMap((endpoint) => [
        {
          id: `open ${endpoint.id}`,
          group: 'Custom providers',
          label: endpoint.name,
          detail: endpoint.host,
          keywords: 'open edit',
          icon: <Pencil aria-hidden />,
          run: go(linkTo.endpointEdit(endpoint.id)),
        },
        {
          id: `check ${endpoint.id}`,
          group: 'Custom providers',
          label: `Check ${endpoint.name}`,
          icon: <Stethoscope aria-hidden />,
          run: () => {
            start(savedCheckKey(endpoint.id), { id: endpoint.id })
            navigate(routes.endpoints)
          },
        },
      ]),
      ...(chats ?? []).map((chat) => ({
        id: `chat ${chat.id}`,
        group: 'Recent chats',
        label: chat.title,
        icon: <MessageSquare aria-hidden />,
        run: go(linkTo.chat(chat.id)),
      })),
      ...(models ?? []).map((row) => ({
        id: `model ${modelKey(row.address)}`,
        group: openChat === undefined ? 'Chat with' : 'Switch this chat to',
        label: row.modelId,
        detail: row.result.ok
          ? `${row.groupName}, ${row.result.route.endpointName}`
          : row.groupName,
        keywords: `model ${row.name ?? ''}`,
        icon: <Sparkles aria-hidden />,
        mono: true,
        run: () => {
          changeDraft(chatKey, { model: { address: row.address, asTyped: false } })
          if (openChat === undefined) navigate(routes.chat)
        },
      })),
      ...themes.map(({ theme, label, icon }) => ({
        id: `theme ${theme}`,
        group: 'Theme',
        label,
        icon,
        run: () => setTheme({ theme }),
      })),
    ]
  }, [
    path,
    navigate,
    endpoints,
    models,
    chats,
    start,
    setTheme,
    restoreServers,
    lookAgain,
    gatewayEntries,
  ])
}
