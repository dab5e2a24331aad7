// Newline-delimited JSON on stdin and stdout. A command is {"id": n, "do": name, …}; its answer is {"id": n, "result": …} or
// {"id": n, "error": text}, in whatever order the commands end. Lines with "event" come unasked.
import { createInterface } from 'node:readline'

export function tell (line) {
  process.stdout.write(JSON.stringify(line) + '\n')
}

/** Obeys until stdin ends, and ends the process then: a peer never outlives the test that drives it. */
export function obey (commands) {
  const lines = createInterface({ input: process.stdin })
  lines.on('line', async line => {
    const { id, do: name, ...args } = JSON.parse(line)
    try {
      if (!Object.hasOwn(commands, name)) {
        throw new Error(`no command ${name}`)
      }
      tell({ id, result: (await commands[name](args)) ?? null })
    } catch (failure) {
      tell({ id, error: String(failure?.message ?? failure) })
    }
  })
  lines.on('close', () => process.exit(0))
}
