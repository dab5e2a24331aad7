package org.datanet.testnet.demo;

import java.io.IOException;

/** A member with a habit. Called once per epoch, by one thread at a time. */
interface Agent {

  /** Does what is due; a node that fails here is a node that all others fail too. */
  void onEpoch(EpochView view) throws IOException;
}
