// The js peer of `datanet bench gossip`, see lines.mjs; PeerMain.java is the Java one and does the same. Messages are signed, their
// data begins with a number and the sender's clock in nanoseconds, 8 bytes each, most significant first. The clock is the system's
// monotonic one, which all processes share.
import { createLibp2p } from 'libp2p'
import { gossipsub } from '@libp2p/gossipsub'
import { multiaddr } from '@multiformats/multiaddr'
import { setTimeout as sleep } from 'node:timers/promises'
import { hostOptions } from './host.mjs'
import { obey, tell } from './lines.mjs'

const TOPIC = 'bench'
const HEARD_EVERY = 128

let node
let arrivals
let allowed = 0
let wake = () => {}

class Arrivals {
  #first
  #seen
  #latencies = []
  #doubled = 0
  #firstNanos = 0n
  #lastNanos = 0n

  constructor (first, count) {
    this.#first = first
    this.#seen = new Uint8Array(count)
  }

  add (number, sentNanos, nowNanos) {
    const at = number - this.#first
    if (at < 0 || this.#seen[at] !== 0) {
      this.#doubled++
      return
    }
    this.#seen[at] = 1
    this.#firstNanos ||= nowNanos
    this.#lastNanos = nowNanos
    this.#latencies.push(Number(nowNanos - sentNanos))
    if (this.#latencies.length % HEARD_EVERY === 0 || this.#latencies.length === this.#seen.length) {
      tell({ event: 'heard', upTo: this.#first + this.#latencies.length })
    }
  }

  tally () {
    const sorted = Float64Array.from(this.#latencies).sort()
    const at = percent => sorted.length === 0 ? 0 : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * percent / 100))]
    return {
      distinct: sorted.length,
      doubled: this.#doubled,
      firstNanos: Number(this.#firstNanos),
      lastNanos: Number(this.#lastNanos),
      p50Nanos: at(50),
      p99Nanos: at(99),
      maxNanos: at(100)
    }
  }
}

function message (number, bytes) {
  const data = Buffer.alloc(bytes)
  data.writeBigUInt64BE(BigInt(number), 0)
  data.writeBigUInt64BE(process.hrtime.bigint(), 8)
  return data
}

function onMessage ({ detail: { data } }) {
  const view = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  arrivals?.add(Number(view.readBigUInt64BE(0)), view.readBigUInt64BE(8), process.hrtime.bigint())
}

obey({
  async start ({ number, transport }) {
    const init = await hostOptions({ seed: number, transport })
    init.services.pubsub = gossipsub({ allowPublishToZeroTopicPeers: true, emitSelf: false })
    node = await createLibp2p(init)
    node.services.pubsub.addEventListener('message', onMessage)
    node.services.pubsub.subscribe(TOPIC)
    return { addresses: node.getMultiaddrs().map(String) }
  },

  async connect ({ address }) {
    await node.dial(multiaddr(address))
  },

  subscribers () {
    return node.services.pubsub.getSubscribers(TOPIC).length
  },

  expect ({ first, count }) {
    arrivals = new Arrivals(first, count)
  },

  tally () {
    return arrivals.tally()
  },

  allow ({ upTo }) {
    allowed = upTo
    wake()
  },

  /** Publishes so many a second, or as fast as `allow` lets it where that is 0. */
  async publish ({ first, count, bytes, perSecond }) {
    const startedNanos = process.hrtime.bigint()
    for (let number = first; number < first + count; number++) {
      if (perSecond > 0) {
        const dueNanos = startedNanos + BigInt(Math.floor((number - first) * 1e9 / perSecond))
        while (process.hrtime.bigint() < dueNanos) {
          await sleep(1)
        }
      } else {
        while (number >= allowed) {
          await new Promise(resolve => { wake = resolve })
        }
      }
      await node.services.pubsub.publish(TOPIC, message(number, bytes))
    }
  }
})
