/** @file Model mapping: our model id → the id that the endpoint expects. */
import { z } from 'zod'

/** A JSON object of non-empty strings. */
export const mappingSchema = z.record(
  z.string().min(1),
  z.string().trim().min(1, 'Name the id that the endpoint expects.'),
)
export type ModelMapping = z.infer<typeof mappingSchema>
