package org.datanet.node.libp2p.gossipsub;

import java.util.Optional;
import org.datanet.node.libp2p.multiformats.PeerId;

/**
 * A message as a topic's handler gets it.
 *
 * @param from the peer that sent it to us, which need not have written it
 * @param author who signed it; empty under STRICT_NO_SIGN
 */
public record Received(PeerId from, Optional<PeerId> author, String topic, byte[] data) {}
