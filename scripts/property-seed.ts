/**
 * @file One seed for every property test, so that `npm test` says the same of the same code each time. Another one is
 * tried with PATCHBAY_PROPERTY_SEED=NUMBER.
 */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env['PATCHBAY_PROPERTY_SEED'] ?? 20_261_121) })
