// A libp2p peer that listens to a Datanet node and needs nothing else of it. How to run it: ../interop.md.
import { createHash } from 'node:crypto'
import { gossipsub, StrictNoSign } from '@libp2p/gossipsub'
import { identify } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { base58btc } from 'multiformats/bases/base58'
import { CID } from 'multiformats/cid'
import protobuf from 'protobufjs'

// What is read of protocol/src/main/proto/datanet/v1/operation.proto; other fields are passed over.
const { root } = protobuf.parse(`
  syntax = "proto3";
  message SignedOperation { bytes payload = 1; }
  message OperationPayload { bytes author = 1; Contribute contribute = 12; }
  message Contribute { bytes cid = 2; string licence = 5; string category = 7; repeated string labels = 8; }`)
const SignedOperation = root.lookupType('SignedOperation')
const OperationPayload = root.lookupType('OperationPayload')

/** The contribution that a gossiped operation opens; undefined where it is of another kind. Its signature is not checked here. */
function contribution (envelope) {
  const { author, contribute } = OperationPayload.decode(SignedOperation.decode(envelope).payload)
  return contribute && {
    author: `did:key:${base58btc.encode(Uint8Array.of(0xed, 0x01, ...author))}`,
    cid: CID.decode(contribute.cid).toString(),
    category: contribute.category,
    labels: contribute.labels,
    licence: contribute.licence
  }
}

/** Connects to a node and gives the contributions of its network as they are gossiped, until the node is gone. */
export async function * contributions (address) {
  const node = await createLibp2p({
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: {
      identify: identify(),
      ping: ping(),
      pubsub: gossipsub({
        globalSignaturePolicy: StrictNoSign,
        msgIdFn: ({ data }) => createHash('sha256').update(data).digest()
      })
    }
  })
  const { pubsub } = node.services
  const heard = []
  let wake = () => {}
  let gone = false
  // The node says which topics it is in; its network's name is part of them.
  pubsub.addEventListener('subscription-change', ({ detail: { subscriptions } }) => subscriptions
    .filter(({ topic, subscribe }) => subscribe && /^\/datanet\/[^/]+\/operations\/1$/.test(topic))
    .forEach(({ topic }) => pubsub.subscribe(topic)))
  pubsub.addEventListener('message', ({ detail: { data } }) => {
    const opened = contribution(data)
    if (opened) heard.push(opened)
    wake()
  })
  node.addEventListener('peer:disconnect', () => {
    gone = true
    wake()
  })
  try {
    await node.dial(multiaddr(address))
    while (heard.length > 0 || !gone) {
      if (heard.length > 0) yield heard.shift()
      else await new Promise(resolve => { wake = resolve })
    }
  } finally {
    await node.stop()
  }
}
