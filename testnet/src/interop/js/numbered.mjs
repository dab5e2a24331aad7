// Messages that tests count: the sender's number and the message's, 8 bytes each, most significant first, then filling.
export const HEADER_BYTES = 16

export function numbered (sender, number, bytes) {
  const data = Buffer.alloc(Math.max(bytes, HEADER_BYTES), number & 0xff)
  data.writeBigUInt64BE(BigInt(sender), 0)
  data.writeBigUInt64BE(BigInt(number), 8)
  return data
}

/** Counts what came, for each sender: how many different ones, and how many came again. */
export class Tally {
  #seen = new Map()

  add (data) {
    const view = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    const sender = Number(view.readBigUInt64BE(0))
    const number = Number(view.readBigUInt64BE(8))
    const of = this.#seen.get(sender) ?? { numbers: new Set(), doubled: 0 }
    this.#seen.set(sender, of)
    if (of.numbers.has(number)) {
      of.doubled++
    }
    of.numbers.add(number)
  }

  toJSON () {
    return Object.fromEntries([...this.#seen].map(([sender, of]) => [sender, { distinct: of.numbers.size, doubled: of.doubled }]))
  }
}
