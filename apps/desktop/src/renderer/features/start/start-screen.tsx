import { Door, FieldMessage, GroupBox, PaneScroll, Stage, Welcome } from '@patchbay/ui'
import { Import, LockKeyhole, Play, Plus } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { routes } from '../../app/routes.ts'
import { changeDraft } from '../../lib/chat-drafts.ts'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { useAppInfo } from '../../lib/resources/app.ts'
import { useAddDemo } from '../../lib/resources/endpoints.ts'
import { newChatKey } from '../../lib/resources/replies.ts'
import { wordChord } from '../../lib/shortcuts.ts'
import { wordPromise } from './word-promise.ts'

/** The only model of the demo endpoint. */
const demoModelId = 'demo-chat'

/** The first start: three doors, and under them what else there is (`found`). */
export function StartScreen({ found }: { found: ReactNode }): ReactElement {
  const [, navigate] = useLocation()
  const addDemo = useAddDemo()
  const { data: info } = useAppInfo()

  function tryDemo() {
    if (addDemo.isPending) return
    addDemo.mutate(undefined, {
      onSuccess: ({ id }) => {
        const address = { endpointId: id, modelId: demoModelId }
        changeDraft(newChatKey, { model: { address, asTyped: false } })
        navigate(routes.chat)
      },
    })
  }

  return (
    <Stage>
      <PaneScroll padding="none">
        <Welcome
          id="page"
          title="Connect a model endpoint"
          lead="Patchbay plugs it into your providers, and shows what goes over the wire."
        >
          <GroupBox>
            <Door
              icon={<Plus aria-hidden />}
              title="Add a custom provider"
              detail="A self-hosted server, a company proxy, Azure, Bedrock or Vertex"
              shortcut={wordChord('N')}
              onClick={() => navigate(routes.endpointNew)}
            />
            <Door
              icon={<Import aria-hidden />}
              title="Import"
              detail="LiteLLM, .env, LibreChat, opencode, VS Code or our bundle"
              shortcut={wordChord('O')}
              onClick={() => navigate(routes.data)}
            />
            <Door
              icon={<Play aria-hidden />}
              title="Try the demo endpoint"
              detail="Built in. Needs no key and no network"
              aria-busy={addDemo.isPending || undefined}
              onClick={tryDemo}
            />
          </GroupBox>
          {addDemo.error ? (
            <FieldMessage tone="error">{wordError(readErrorInfo(addDemo.error))}</FieldMessage>
          ) : null}
          {found}
          <div className="grid gap-2">
            <p className="ui-hint ui-line">
              <LockKeyhole aria-hidden />
              {wordPromise(info?.vault)}
            </p>
            <p className="ui-hint">
              Have a vendor’s own key? Save it in{' '}
              <Link href={routes.models} className="underline underline-offset-2">
                Models & Providers
              </Link>
              .
            </p>
          </div>
        </Welcome>
      </PaneScroll>
    </Stage>
  )
}
