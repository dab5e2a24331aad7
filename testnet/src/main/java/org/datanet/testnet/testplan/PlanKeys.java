package org.datanet.testnet.testplan;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.datanet.node.libp2p.crypto.Identity;

/**
 * Identities of the plan's nodes: the number, least significant byte first, is the Ed25519 seed.
 */
final class PlanKeys {

  private static final int SEED_BYTES = 32;

  private PlanKeys() {}

  static Identity of(int node) {
    return Identity.ofEd25519Seed(
        ByteBuffer.allocate(SEED_BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(node).array());
  }
}
