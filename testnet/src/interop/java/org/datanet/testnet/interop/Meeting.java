package org.datanet.testnet.interop;

import static org.awaitility.Awaitility.await;

import org.datanet.node.libp2p.host.Host;

/** Connects peers and waits until each knows the other's subscription. */
final class Meeting {

  private Meeting() {}

  /** Ours dials; over QUIC a dialler knows first that it is connected. */
  static Host.PeerConnection dial(OurPeer ours, JsPeer js) {
    Host.PeerConnection connection = ours.connect(js.address());
    await().until(() -> js.connections().contains(ours.id()));
    return connection;
  }

  /** Ours dials. */
  static void of(OurPeer ours, JsPeer js, String topic) {
    ours.connect(js.address());
    await().until(() -> ours.subscribers(topic).contains(js.id()));
    await().until(() -> js.subscribers(topic).contains(ours.id()));
  }
}
