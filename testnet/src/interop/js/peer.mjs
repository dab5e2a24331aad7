// A js-libp2p peer that a test drives, see lines.mjs. Peer ids are base58, data is base64.
import { createLibp2p } from 'libp2p'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { gossip, hostOptions, peerRouting } from './host.mjs'
import { obey, tell } from './lines.mjs'
import { numbered, Tally } from './numbered.mjs'

// More than the default of 32, to see many at once.
const STREAMS_MAX = { maxInboundStreams: 256, maxOutboundStreams: 256 }

let node
let lastOpened
const tallies = new Map()
const topicsTold = new Set()

function connectionTo (peer) {
  const found = node.getConnections().find(connection => connection.remotePeer.toString() === peer)
  if (found === undefined) {
    throw new Error(`not connected to ${peer}`)
  }
  return found
}

function onMessage ({ detail: { topic, data } }) {
  if (topicsTold.has(topic)) {
    tell({ event: 'message', topic, data: Buffer.from(data).toString('base64') })
  } else {
    tallies.get(topic)?.add(data)
  }
}

/** Reads a stream to its end. */
async function readAll (stream) {
  const parts = []
  for await (const part of stream) {
    parts.push(Buffer.from(part.subarray()))
  }
  return Buffer.concat(parts)
}

const behaviours = {
  // Answers only after the far side has ended its writing: works only where half-closing does.
  async reverse (stream) {
    const data = await readAll(stream)
    stream.send(data.reverse())
    await stream.close()
  },
  // Reads something, then ends the stream at once in both directions.
  async reset (stream) {
    for await (const part of stream) {
      tell({ event: 'reset', afterBytes: part.byteLength })
      break
    }
    stream.abort(new Error('reset on purpose'))
  },
  // Says when and how the far side ends the stream.
  async watch (stream) {
    try {
      const data = await readAll(stream)
      tell({ event: 'ended', bytes: data.byteLength })
      await stream.close()
    } catch (failure) {
      tell({ event: 'failed', reason: failure.name })
    }
  }
}

obey({
  async start (options) {
    const init = await hostOptions(options)
    init.services.pubsub = gossip(options)
    if (options.kad !== undefined) {
      init.services.kad = peerRouting(options)
    }
    node = await createLibp2p(init)
    node.services.pubsub.addEventListener('message', onMessage)
    node.addEventListener('peer:connect', ({ detail }) => tell({ event: 'connected', peer: detail.toString() }))
    node.addEventListener('peer:disconnect', ({ detail }) => tell({ event: 'disconnected', peer: detail.toString() }))
    return { peer: node.peerId.toString(), addresses: node.getMultiaddrs().map(String) }
  },

  async connect ({ address }) {
    const connection = await node.dial(multiaddr(address))
    return { peer: connection.remotePeer.toString() }
  },

  async disconnect ({ peer }) {
    await connectionTo(peer).close()
  },

  connections () {
    return node.getConnections().map(connection => ({
      peer: connection.remotePeer.toString(),
      direction: connection.direction,
      encryption: connection.encryption,
      multiplexer: connection.multiplexer
    }))
  },

  async ping ({ peer }) {
    return { millis: await node.services.ping.ping(connectionTo(peer).remotePeer) }
  },

  /** Where the network says that a peer is; an error where nobody knows. */
  async findPeer ({ peer, timeoutMs }) {
    const signal = AbortSignal.timeout(timeoutMs)
    const { multiaddrs } = await node.peerRouting.findPeer(peerIdFromString(peer), { signal, useCache: false })
    return { addresses: multiaddrs.map(String) }
  },

  routingTable () {
    return [...node.services.kad.routingTable.kb.toIterable()].map(({ peerId }) => peerId.toString())
  },

  async identify ({ peer }) {
    const result = await node.services.identify.identify(connectionTo(peer))
    return {
      agent: result.agentVersion,
      protocolVersion: result.protocolVersion,
      protocols: result.protocols,
      listens: result.listenAddrs.map(String),
      observes: result.observedAddr?.toString() ?? '',
      signedRecord: result.signedPeerRecord !== undefined
    }
  },

  /** With `tell` every message is an event, else they are counted by `tally`. */
  subscribe ({ topic, tell: told = false }) {
    if (told) {
      topicsTold.add(topic)
    } else {
      tallies.set(topic, new Tally())
    }
    node.services.pubsub.subscribe(topic)
  },

  unsubscribe ({ topic }) {
    node.services.pubsub.unsubscribe(topic)
  },

  subscribers ({ topic }) {
    return node.services.pubsub.getSubscribers(topic).map(String)
  },

  mesh ({ topic }) {
    return node.services.pubsub.getMeshPeers(topic).map(String)
  },

  async publish ({ topic, data }) {
    const { recipients } = await node.services.pubsub.publish(topic, Buffer.from(data, 'base64'))
    return { recipients: recipients.length }
  },

  async publishNumbered ({ topic, sender, count, bytes }) {
    for (let number = 0; number < count; number++) {
      await node.services.pubsub.publish(topic, numbered(sender, number, bytes))
    }
  },

  tally ({ topic }) {
    return tallies.get(topic)
  },

  handle ({ protocol, behaviour }) {
    return node.handle(protocol, behaviours[behaviour], STREAMS_MAX)
  },

  /** Sends, half-closes and reads what the far side sends until its end. */
  async exchange ({ peer, protocol, data }) {
    const stream = await connectionTo(peer).newStream(protocol, STREAMS_MAX)
    const bytes = Buffer.from(data, 'base64')
    const answer = readAll(stream)
    for (let at = 0; at < bytes.length; at += 65536) {
      if (!stream.send(bytes.subarray(at, at + 65536))) {
        await stream.onDrain()
      }
    }
    await stream.close()
    return { data: (await answer).toString('base64') }
  },

  /** Opens a stream and sends on it; {@link resetLast} ends it. */
  async openAndSend ({ peer, protocol, data }) {
    lastOpened = await connectionTo(peer).newStream(protocol)
    lastOpened.send(Buffer.from(data, 'base64'))
  },

  resetLast () {
    lastOpened.abort(new Error('reset on purpose'))
  }
})
