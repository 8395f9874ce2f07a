import { expect, test } from 'vitest'
import { toSource } from './read-files.ts'

test('the file that no other one names is the set-up, whatever the order', () => {
  const main = { name: 'config.yaml', text: 'include:\n  - models.yaml\n' }
  const models = { name: 'models.yaml', text: 'model_list: []' }
  const source = {
    text: main.text,
    fileName: 'config.yaml',
    includes: { 'models.yaml': models.text },
  }
  expect(toSource([main, models])).toEqual(source)
  expect(toSource([models, main])).toEqual(source)
  expect(toSource([models])).toEqual({ text: models.text, fileName: 'models.yaml' })
})
