/** @file References to environment variables in place of values: what an imported `os.environ/NAME` becomes. */
import { z } from 'zod'
import { secretNameSchema } from './secret.ts'

/** Text fields of an endpoint that may come from a variable. */
export const environmentFields = [
  'baseUrl',
  'resourceName',
  'apiVersion',
  'region',
  'profile',
  'projectId',
  'location',
  'tenantId',
  'clientId',
] as const
export type EnvironmentField = (typeof environmentFields)[number]

export const variableNameSchema = z
  .string()
  .trim()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'A variable has letters, digits and _ only.')

/** Names of variables, never their values. */
export const environmentSchema = z.object({
  fields: z.partialRecord(z.enum(environmentFields), variableNameSchema).default({}),
  secrets: z.partialRecord(secretNameSchema, variableNameSchema).default({}),
})
export type EnvironmentReferences = z.infer<typeof environmentSchema>
