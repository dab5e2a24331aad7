package org.datanet.node.libp2p.gossipsub;

/** Whether a topic's messages are signed by their authors; pubsub "Signature Policy Options". */
public enum SignaturePolicy {
  /** No author, no sequence number, no signature: who wrote it is the application's business. */
  STRICT_NO_SIGN,
  /** All of them, and the signature is the author's. */
  STRICT_SIGN
}
