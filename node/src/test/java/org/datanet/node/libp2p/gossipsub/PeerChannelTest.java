package org.datanet.node.libp2p.gossipsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.datanet.node.libp2p.host.Host.PeerConnection;
import org.datanet.node.libp2p.host.Stream;
import org.junit.jupiter.api.Test;

class PeerChannelTest {

  private final List<String> done = new ArrayList<>();

  @Test
  void theConnectionHearsOfAHangUpBeforeThePeerSeesItsStreamsEnd() {
    PeerChannel channel = new PeerChannel(noting(PeerConnection.class), Runnable::run);
    channel.opened(noting(Stream.class));

    channel.hangUp("score -81");

    assertThat(done).containsExactly("PeerConnection.close", "Stream.reset");
    assertThat(channel.isEnded()).isTrue();
  }

  /** Notes what is called; all of it gives nothing. */
  private <T> T noting(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              done.add(type.getSimpleName() + "." + method.getName());
              return null;
            }));
  }
}
