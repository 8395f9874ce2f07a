import { CodeEditor, Field, LinkButton, TabList, TabPanel, Tabs } from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import { useController } from 'react-hook-form'
import { parseMapping } from '@patchbay/provider-core/model'
import { controlIdOf } from './form-issues.ts'
import { MappingRows } from './mapping-rows.tsx'
import { useFields, useIssue } from './use-endpoint-form.ts'

type View = 'json' | 'rows'

/** The mapping as JSON and as rows, two views of one text. */
export function MappingSection(): ReactElement {
  const { control } = useFields()
  const { field } = useController({ control, name: 'mappingText' })
  const [view, setView] = useState<View>('json')
  const issue = useIssue('mappingText')
  const parsed = parseMapping(field.value)
  const fault = !parsed.ok && issue ? parsed.issue : undefined
  const fix = fault?.fix

  return (
    <Tabs value={view} onChange={setView}>
      <Field
        label="Model ID Mapping"
        labelNote="our id to the server’s id"
        labelAs={view === 'json' ? 'label' : 'span'}
        id={controlIdOf('mappingText')}
        action={
          <TabList
            label="Edit the mapping as"
            tabs={[
              { value: 'json', label: 'JSON' },
              { value: 'rows', label: 'Rows' },
            ]}
          />
        }
        error={
          fault && view === 'json' ? (
            <>
              {fault.message}{' '}
              {fix ? (
                <LinkButton onClick={() => field.onChange(fix.text)}>{fix.label}</LinkButton>
              ) : null}
            </>
          ) : undefined
        }
      >
        {(attributes) => (
          <>
            <TabPanel value="json">
              <CodeEditor
                {...attributes}
                ref={field.ref}
                value={field.value}
                onChange={field.onChange}
                onBlur={field.onBlur}
                fault={fault}
                placeholder={'{ "model-here": "model-there" }'}
              />
            </TabPanel>
            <TabPanel value="rows">
              <MappingRows
                text={field.value}
                onText={field.onChange}
                onBlur={field.onBlur}
                judged={issue !== undefined}
                onFix={() => setView('json')}
              />
            </TabPanel>
          </>
        )}
      </Field>
    </Tabs>
  )
}
