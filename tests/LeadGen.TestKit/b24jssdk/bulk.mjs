// Sends updates in batches with Bitrix24's SDK. The first line of the input is the webhook; each further line starts one run.
// Prints the duration of each run in milliseconds.
import { createInterface } from 'node:readline'
import { B24Hook, ParamsFactory } from '@bitrix24/b24jssdk'

const [updates, leads, concurrency] = process.argv.slice(2).map(Number)
const batchSize = 50
const unlimited = 1e12

async function run (b24) {
  let next = 0
  async function send () {
    while (next < updates) {
      const first = next
      next += batchSize
      const calls = []
      for (let i = first; i < Math.min(first + batchSize, updates); i++) {
        calls.push({
          method: 'crm.lead.update',
          params: { id: 1 + i % leads, fields: { UF_CRM_1712000005: i, NAME: 'Анна Ёлкина', OPENED: i % 2 === 0 ? 'Y' : 'N' } }
        })
      }
      const answer = await b24.actions.v2.batch.make({ calls, options: { isHaltOnError: false, returnAjaxResult: true } })
      if (!answer.isSuccess || answer.getData().length !== calls.length || answer.getData().some(row => row.getData().result !== true)) {
        throw new Error('A batch failed unexpectedly: ' + answer.getErrorMessages().join('; '))
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, send))
}

let b24
for await (const line of createInterface({ input: process.stdin })) {
  if (!b24) {
    b24 = B24Hook.fromWebhookUrl(line)
    // The portal has no limits. Turn off the SDK's limits, so that the duration contains no waits.
    await b24.setRestrictionManagerParams({
      ...ParamsFactory.getDefault(),
      rateLimit: { burstLimit: unlimited, drainRate: unlimited, adaptiveEnabled: false },
      operatingLimit: { windowMs: 6e5, limitMs: unlimited, heavyPercent: 100 },
      adaptiveConfig: { enabled: false, thresholdPercent: 100, coefficient: 0, maxDelay: 0 }
    })
    continue
  }
  const begun = performance.now()
  await run(b24)
  console.log((performance.now() - begun).toFixed(1))
}
