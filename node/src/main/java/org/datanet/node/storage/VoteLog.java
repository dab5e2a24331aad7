package org.datanet.node.storage;

import java.io.IOException;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** This validator's own consensus messages, on disk before they reach the network. DESIGN §5. */
public interface VoteLog {

  /** A proposal carries 20,000 ids of 32 bytes and the features of as many contents. */
  int MESSAGE_BYTES_MAX = 2 << 20;

  /** Returns once the messages would survive a loss of power, all or none of them. */
  void append(long epoch, List<Bytes> messages) throws IOException;

  /** The epoch's messages in the order appended. */
  List<Bytes> read(long epoch) throws IOException;

  /** Drops the messages of all epochs below {@code belowEpoch}. */
  void prune(long belowEpoch) throws IOException;
}
