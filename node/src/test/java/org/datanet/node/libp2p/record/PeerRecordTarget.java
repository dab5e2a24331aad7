package org.datanet.node.libp2p.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.node.libp2p.crypto.Identity;

/**
 * Input: 0 and an envelope, or 1 and a payload that is then signed as it should be. A record that
 * opens is bounded, names no other peer, and is the same again after it was sealed anew.
 */
public final class PeerRecordTarget implements FuzzTarget {

  private static final Identity SIGNER = Identity.ofEd25519Seed(new byte[32]);

  @Override
  public String name() {
    return "peer-record";
  }

  @Override
  public void accept(byte[] input) {
    if (input.length == 0) {
      return;
    }
    ByteString rest = ByteString.copyFrom(input, 1, input.length - 1);
    if (input[0] == 0) {
      PeerRecord.open(rest).ifPresent(PeerRecordTarget::assertBounded);
      return;
    }
    ByteString envelope =
        SignedEnvelope.seal(SIGNER, PeerRecord.DOMAIN, PeerRecord.PAYLOAD_TYPE, rest);
    PeerRecord.open(envelope)
        .ifPresent(
            record -> {
              assertBounded(record);
              assertThat(record.peer()).isEqualTo(SIGNER.peerId());
              ByteString again = PeerRecord.seal(SIGNER, record.seq(), record.addresses());
              assertThat(PeerRecord.open(again)).contains(record);
            });
  }

  private static void assertBounded(PeerRecord record) {
    assertThat(record.addresses()).hasSizeLessThanOrEqualTo(PeerRecord.ADDRESSES_MAX);
  }
}
