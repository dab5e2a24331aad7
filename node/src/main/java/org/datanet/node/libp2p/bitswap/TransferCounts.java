package org.datanet.node.libp2p.bitswap;

/**
 * The ledger of one peer.
 *
 * @param corrupt blocks received that we never asked for: the bytes do not have the CID of any want
 * @param refused wants that found no room in the peer's queue
 */
public record TransferCounts(
    long blocksReceived,
    long bytesReceived,
    long blocksSent,
    long bytesSent,
    long corrupt,
    long refused) {

  static final TransferCounts NONE = new TransferCounts(0, 0, 0, 0, 0, 0);

  TransferCounts received(int bytes) {
    return new TransferCounts(
        blocksReceived + 1, bytesReceived + bytes, blocksSent, bytesSent, corrupt, refused);
  }

  TransferCounts sent(int bytes) {
    return new TransferCounts(
        blocksReceived, bytesReceived, blocksSent + 1, bytesSent + bytes, corrupt, refused);
  }

  TransferCounts withCorrupt() {
    return new TransferCounts(
        blocksReceived, bytesReceived, blocksSent, bytesSent, corrupt + 1, refused);
  }

  TransferCounts withRefused() {
    return new TransferCounts(
        blocksReceived, bytesReceived, blocksSent, bytesSent, corrupt, refused + 1);
  }
}
