// Updates and reads a lead with Bitrix24's SDK, with separate calls and in a batch. Prints the results as one line of JSON.
import { B24Hook } from '@bitrix24/b24jssdk'

const [webhook, id] = process.argv.slice(2)
const b24 = B24Hook.fromWebhookUrl(webhook)

async function call (method, params) {
  const answer = await b24.actions.v2.call.make({ method, params })
  if (!answer.isSuccess) {
    throw new Error(answer.getErrorMessages().join('; '))
  }
  return answer.getData().result
}

const updated = await call('crm.lead.update', {
  id: Number(id),
  fields: { NAME: 'Ёлка & «Ко»', OPPORTUNITY: 1234.5, PHONE: [{ VALUE: '+7 (999) 123-45-67', VALUE_TYPE: 'WORK' }] },
  params: { REGISTER_SONET_EVENT: 'Y' }
})
const lead = await call('crm.lead.get', { id: Number(id) })

const batch = await b24.actions.v2.batch.make({
  calls: [
    { method: 'crm.lead.update', params: { id: Number(id), fields: { LAST_NAME: 'a&b=c#d% +', COMMENTS: '' } } },
    { method: 'crm.lead.get', params: { id: Number(id) } },
    { method: 'crm.lead.nonsense', params: {} }
  ],
  options: { isHaltOnError: false, returnAjaxResult: true }
})

const errors = batch.getData().map(row => row.isSuccess ? '' : row.getErrorMessages().join('; '))

console.log(JSON.stringify({ updated, lead, errors }))
process.exit(0)
