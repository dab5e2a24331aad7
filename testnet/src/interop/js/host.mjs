// A js-libp2p host as the network wants it: over TCP with Noise and Yamux, or over QUIC, and with gossip whose messages are unsigned
// and named by their data.
import { createHash } from 'node:crypto'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { gossipsub, StrictNoSign, StrictSign } from '@libp2p/gossipsub'
import { identify, identifyPush } from '@libp2p/identify'
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'

/** The largest message that a node of ours passes on. */
export const MESSAGE_BYTES_MAX = 1 << 20

export function sha256 (data) {
  return createHash('sha256').update(data).digest()
}

const transports = {
  tcp: () => ({
    anyPort: '/ip4/127.0.0.1/tcp/0',
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()]
  }),
  // Encrypts and multiplexes by itself.
  async quic () {
    const { quic } = await nativeQuic()
    return { anyPort: '/ip4/127.0.0.1/udp/0/quic-v1', transports: [quic()] }
  }
}

/** Loaded by who asks for it: npm has no native code of it for some machines, which speak TCP all the same. */
async function nativeQuic () {
  try {
    return await import('@chainsafe/libp2p-quic')
  } catch (cause) {
    throw new Error(`@chainsafe/libp2p-quic does not load on ${process.platform} ${process.arch}: ${cause.message}`, { cause })
  }
}

/**
 * Options of createLibp2p.
 *
 * @param transport tcp or quic
 * @param listen where; a free port of loopback unless told
 * @param seed a number that the identity follows from; without one it is random
 */
export async function hostOptions ({ transport = 'tcp', listen, agent = 'js-interop/1', seed } = {}) {
  const { anyPort, ...wire } = await transports[transport]()
  return {
    ...(seed === undefined ? {} : { privateKey: await generateKeyPairFromSeed('Ed25519', new Uint8Array(32).fill(seed)) }),
    ...wire,
    addresses: { listen: listen ?? [anyPort] },
    nodeInfo: { name: 'js-interop', version: '1', userAgent: agent },
    services: { identify: identify(), identifyPush: identifyPush(), ping: ping() }
  }
}

/**
 * Gossip beside the services of {@link hostOptions}.
 *
 * @param signed breaks the network's rule on purpose
 * @param meshless takes part in no mesh: everything comes and goes by IHAVE and IWANT
 */
export function gossip ({ signed = false, meshless = false } = {}) {
  return gossipsub({
    globalSignaturePolicy: signed ? StrictSign : StrictNoSign,
    msgIdFn: message => sha256(message.data),
    allowPublishToZeroTopicPeers: true,
    emitSelf: false,
    maxInboundDataLength: MESSAGE_BYTES_MAX + (64 << 10),
    ...(meshless ? { D: 0, Dlo: 0, Dhi: 0, Dscore: 0, Dout: 0, floodPublish: false } : {})
  })
}

/**
 * Kademlia that serves others from the start, and keeps addresses of loopback.
 *
 * @param kad the protocol id
 */
export function peerRouting ({ kad }) {
  return kadDHT({ protocol: kad, clientMode: false, peerInfoMapper: passthroughMapper })
}
