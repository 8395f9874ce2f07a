import { Tabs as BaseTabs } from '@base-ui/react/tabs'
import type { ReactElement, ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'

export interface TabsProps<Value extends string> {
  value: Value
  onChange: (value: Value) => void
  className?: string | undefined
  children: ReactNode
}

/** Holds a `TabList` and its `TabPanel`s, wherever they stand within. */
export function Tabs<Value extends string>(props: TabsProps<Value>): ReactElement {
  const { value, onChange, className, children } = props
  return (
    <BaseTabs.Root
      value={value}
      onValueChange={(next: Value) => onChange(next)}
      className={joinClasses('ui-tabs', className)}
    >
      {children}
    </BaseTabs.Root>
  )
}

export interface TabListProps<Value extends string> {
  label: string
  tabs: readonly { value: Value; label: ReactNode; disabled?: boolean | undefined }[]
  size?: 'md' | 'sm' | undefined
  className?: string | undefined
}

/** The tabs, drawn as a segmented control; arrow keys move and select. */
export function TabList<Value extends string>(props: TabListProps<Value>): ReactElement {
  const { label, tabs, size = 'sm', className } = props
  return (
    <BaseTabs.List
      activateOnFocus
      aria-label={label}
      className={joinClasses('ui-seg', size === 'sm' && 'is-sm', className)}
    >
      {tabs.map((tab) => (
        <BaseTabs.Tab key={tab.value} value={tab.value} disabled={tab.disabled}>
          {tab.label}
        </BaseTabs.Tab>
      ))}
    </BaseTabs.List>
  )
}

export interface TabPanelProps {
  value: string
  className?: string | undefined
  children: ReactNode
}

/** What a tab shows. */
export function TabPanel({ value, className, children }: TabPanelProps): ReactElement {
  return (
    <BaseTabs.Panel value={value} className={className}>
      {children}
    </BaseTabs.Panel>
  )
}
