import { Checkbox } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { useWatch } from 'react-hook-form'
import { SecretControl } from '../secret-control.tsx'
import { useApply, useFields } from '../use-endpoint-form.ts'
import { AdvancedGroup } from './advanced-group.tsx'
import { takeProxyAccount } from './proxy-account.ts'
import { summarizeProxy } from './summaries.ts'
import { TextSetting } from './text-setting.tsx'

const password = { name: 'proxyPassword', label: 'Password' } as const

/** The proxy that requests go through. */
export function ProxyGroup({ savedSecrets }: { savedSecrets: readonly string[] }): ReactElement {
  const { control, register, getValues } = useFields()
  const apply = useApply()
  const proxy = useWatch({ control, name: 'proxy' })

  /** A proxy is often written with its account in the URL; the password belongs with the secrets. */
  function takeAccount() {
    const { proxy: now, secrets } = getValues()
    const account = takeProxyAccount(now.url)
    if (!account) return
    const { url, username, password: value } = account
    apply({
      proxy: { ...now, url, username },
      ...(value === '' ? {} : { secrets: { ...secrets, proxyPassword: { state: 'set', value } } }),
    })
  }

  return (
    <AdvancedGroup
      title="Proxy"
      hint={summarizeProxy(proxy)}
      paths={['proxy', 'secrets.proxyPassword']}
    >
      <TextSetting
        path="proxy.url"
        label="Proxy URL"
        mono
        placeholder="http://proxy.example:3128"
        hint="http, https, socks5 or socks5h."
        onLeave={takeAccount}
      />
      <div className="grid grid-cols-2 items-start gap-3">
        <TextSetting path="proxy.username" label="User name" />
        <SecretControl secret={password} saved={savedSecrets.includes(password.name)} />
      </div>
      <TextSetting
        path="proxy.noProxy"
        label="No proxy for"
        mono
        placeholder="localhost, .corp.example, 10.0.0.0/8"
        hint="Hosts, domains and networks that are reached without it."
      />
      <Checkbox
        label="Use the system environment"
        hint="Without a URL here, HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY hold."
        {...register('proxy.fromEnvironment')}
      />
    </AdvancedGroup>
  )
}
