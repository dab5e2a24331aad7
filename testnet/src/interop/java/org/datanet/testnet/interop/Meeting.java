package org.datanet.testnet.interop;

import static org.awaitility.Awaitility.await;

/** Connects peers and waits until each knows the other's subscription. */
final class Meeting {

  private Meeting() {}

  /** Ours dials. */
  static void of(OurPeer ours, JsPeer js, String topic) {
    ours.connect(js.address());
    await().until(() -> ours.subscribers(topic).contains(js.id()));
    await().until(() -> js.subscribers(topic).contains(ours.id()));
  }
}
