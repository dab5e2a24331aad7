package org.datanet.node.libp2p.gossipsub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;
import org.datanet.node.libp2p.wire.PubsubWire.Message;
import org.datanet.node.libp2p.wire.PubsubWire.RPC;

/** What js-libp2p signed: {@code vectors.mjs} beside the scripts of profile interop writes it. */
final class JsSigned {

  private JsSigned() {}

  /** The message of an author whose key is of this kind: {@code ed25519} or {@code rsa}. */
  static Message message(String kind) throws IOException {
    byte[] rpc = hex(json().at("/messages/" + kind + "/rpc"));
    return RPC.parseFrom(rpc).getPublish(0);
  }

  static String author(String kind) throws IOException {
    return json().at("/messages/" + kind + "/author").asText();
  }

  /** The id that js-libp2p gives the message. */
  static ByteString id(String kind) throws IOException {
    return ByteString.copyFrom(hex(json().at("/messages/" + kind + "/id")));
  }

  private static byte[] hex(JsonNode text) {
    return HexFormat.of().parseHex(text.asText());
  }

  private static JsonNode json() throws IOException {
    try (InputStream file = JsSigned.class.getResourceAsStream("/libp2p/js-signed.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(file));
    }
  }
}
