package org.datanet.node.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.datanet.node.libp2p.multiformats.Multiaddr;
import org.datanet.node.libp2p.multiformats.PeerId;
import org.datanet.node.libp2p.wire.KadWire.Message;
import org.datanet.node.libp2p.wire.KadWire.Message.ConnectionType;
import org.datanet.node.libp2p.wire.KadWire.Message.MessageType;
import org.junit.jupiter.api.Test;

/**
 * The wire, byte by byte: tag = field number × 8 + wire type, as kad-dht, "RPC messages", numbers
 * the fields.
 */
class KadCodecTest {

  /** Identity multihash of the protobuf of an Ed25519 key of 32 bytes 07. */
  private static final String PEER = "002408011220" + "07".repeat(32);

  /** /ip4/127.0.0.1/tcp/4190: ip4 = 04, tcp = 06, 4190 = 105e. */
  private static final String ADDRESS = "047f00000106105e";

  /** {@link #ADDRESS} with /p2p (421 as a varint) and 38 bytes of the same peer. */
  private static final String ADDRESS_WITH_PEER = ADDRESS + "a50326" + PEER;

  private static final PeerId ID = PeerId.decode(bytes(PEER)).orElseThrow();
  private static final Multiaddr PLACE = Multiaddr.parse("/ip4/127.0.0.1/tcp/4190");

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(Message message) {
    return HexFormat.of().formatHex(message.toByteArray());
  }

  @Test
  void asksForAPeerInTypeAndKey() {
    Message request = KadCodec.findNode(ByteString.copyFrom(bytes(PEER)));

    // 1: type = FIND_NODE; 2: key, 38 bytes
    assertThat(hex(request)).isEqualTo("0804" + "1226" + PEER);
    assertThat(KadCodec.decode(request.toByteArray())).contains(request);
  }

  @Test
  void namesAPeerWithItsAddressesAndWhetherItIsConnected() {
    Message answer =
        Message.newBuilder()
            .setType(MessageType.FIND_NODE)
            .addCloserPeers(KadCodec.peer(Contact.of(ID, List.of(PLACE)), ConnectionType.CONNECTED))
            .build();

    // 8: a peer of 52 bytes: 1: its id; 2: an address, 8 bytes; 3: connection = CONNECTED
    assertThat(hex(answer)).isEqualTo("0804" + "4234" + "0a26" + PEER + "1208" + ADDRESS + "1801");
  }

  @Test
  void readsAnAnswerAsOtherImplementationsWriteIt() {
    // js-libp2p ends addresses with /p2p and its messages with clusterLevelRaw (field 10).
    String peer = "0a26" + PEER + "1231" + ADDRESS_WITH_PEER + "1802";
    byte[] frame = bytes("0804" + "425d" + peer + "5001");

    Message answer = KadCodec.decode(frame).orElseThrow();

    assertThat(answer.getType()).isEqualTo(MessageType.FIND_NODE);
    assertThat(answer.getCloserPeers(0).getConnection()).isEqualTo(ConnectionType.CAN_CONNECT);
    assertThat(KadCodec.nearer(answer, AddressScope.LOOPBACK))
        .containsExactly(Contact.of(ID, List.of(PLACE)));
  }

  @Test
  void readsEveryTypeOfTheSpecificationAndNoOther() {
    for (int type = 0; type <= 5; type++) {
      assertThat(KadCodec.decode(new byte[] {8, (byte) type}).map(Message::getTypeValue))
          .contains(type);
    }
    assertThat(KadCodec.decode(new byte[] {8, 6})).isEmpty();
    assertThat(KadCodec.decode(bytes("08ffffffff0f"))).isEmpty();
  }

  @Test
  void refusesWhatIsCutOffOrHasTooLongAKeyOrTooManyParts() {
    String key = "00".repeat(KadLimits.KEY_BYTES_MAX + 1);
    String parts = "4200".repeat(KadLimits.MESSAGE_PARTS_MAX + 1);

    assertThat(KadCodec.decode(bytes("08041226" + PEER.substring(2)))).isEmpty();
    assertThat(KadCodec.decode(bytes("0804" + "128108" + key))).isEmpty();
    assertThat(KadCodec.decode(bytes("0804" + parts))).isEmpty();
  }

  @Test
  void leavesOutPeersWithoutAValidIdAndAddressesOfOthers() {
    String other = "002408011220" + "08".repeat(32);
    String stranger = "0a26" + other + "1231" + ADDRESS_WITH_PEER;
    String nameless = "0a03010203" + "1208" + ADDRESS;
    byte[] frame = bytes("0804" + "425b" + stranger + "420f" + nameless);

    List<Contact> nearer =
        KadCodec.nearer(KadCodec.decode(frame).orElseThrow(), AddressScope.LOOPBACK);

    assertThat(nearer)
        .containsExactly(Contact.of(PeerId.decode(bytes(other)).orElseThrow(), List.of()));
  }

  @Test
  void looksAtNoMorePeersAndAddressesThanItsBounds() {
    Message.Builder answer = Message.newBuilder().setType(MessageType.FIND_NODE);
    for (int i = 0; i < 100; i++) {
      List<Multiaddr> claims =
          java.util.stream.IntStream.rangeClosed(1, 100)
              .mapToObj(port -> Multiaddr.parse("/ip4/8.8.8.8/tcp/" + port))
              .toList();
      answer.addCloserPeers(
          KadCodec.peer(Contact.of(Peers.peer(i), claims), ConnectionType.CONNECTED));
    }

    List<Contact> nearer = KadCodec.nearer(answer.build(), AddressScope.PUBLIC);

    assertThat(nearer).hasSize(KadLimits.ANSWER_PEERS_MAX);
    assertThat(nearer).allMatch(contact -> contact.addresses().size() == KadLimits.ADDRESSES_MAX);
    assertThat(Optional.of(nearer.getFirst().peer())).contains(Peers.peer(0));
  }
}
