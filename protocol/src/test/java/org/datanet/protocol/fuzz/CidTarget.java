package org.datanet.protocol.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.tuweni.bytes.Bytes;
import org.datanet.fuzzkit.FuzzTarget;
import org.datanet.protocol.content.Cid;

/** One content has one name, in bytes and in text. */
public final class CidTarget implements FuzzTarget {

  @Override
  public String name() {
    return "cid";
  }

  @Override
  public void accept(byte[] input) {
    Cid.decode(Bytes.wrap(input))
        .ifPresent(
            cid -> {
              assertThat(cid.toBytes()).isEqualTo(Bytes.wrap(input));
              assertThat(Cid.parse(cid.toString())).contains(cid);
            });
    String text = new String(input, UTF_8);
    Cid.parse(text)
        .ifPresent(
            cid -> {
              assertThat(cid.toString()).isEqualTo(text);
              assertThat(Cid.decode(cid.toBytes())).contains(cid);
            });
  }
}
