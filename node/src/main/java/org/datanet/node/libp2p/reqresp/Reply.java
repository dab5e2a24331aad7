package org.datanet.node.libp2p.reqresp;

import java.nio.charset.StandardCharsets;
import org.datanet.node.libp2p.streams.PeerText;

/** What a peer answers. On the wire: a status byte, a varint length and so many bytes. */
public sealed interface Reply {

  /** Status 0: the body is the answer. */
  record Ok(byte[] body) implements Reply {}

  /**
   * Any other status: the peer refuses; the body is a message for people.
   *
   * @param code 1 to 255; below 16 it is this protocol's own, from 16 the application's
   * @param message at most {@link #MESSAGE_BYTES_MAX} bytes of UTF-8; what is longer is cut
   */
  record Refused(int code, String message) implements Reply {

    /** A sentence, not a document. */
    public static final int MESSAGE_BYTES_MAX = 512;

    /** The peer has as many requests of ours in work as it allows. */
    public static final int BUSY = 1;

    /** The peer could not answer, by no fault of ours. */
    public static final int FAILED = 2;

    /** The answer is above the limit of this protocol. */
    public static final int TOO_LARGE = 3;

    public Refused {
      if (code < 1 || code > 255) {
        throw new IllegalArgumentException("a refusal's code is 1 to 255, not " + code);
      }
    }
  }

  /** The status byte, 0 to 255. */
  default int status() {
    return switch (this) {
      case Ok ok -> 0;
      case Refused refused -> refused.code();
    };
  }

  /** The body as it goes on the wire. */
  default byte[] wireBody() {
    return switch (this) {
      case Ok ok -> ok.body();
      case Refused refused -> {
        byte[] text = refused.message().getBytes(StandardCharsets.UTF_8);
        yield text.length <= Refused.MESSAGE_BYTES_MAX
            ? text
            : java.util.Arrays.copyOf(text, Refused.MESSAGE_BYTES_MAX);
      }
    };
  }

  /** What a peer says in a refusal, which it need not keep to the limit of. */
  private static String message(byte[] body) {
    int bytes = Math.min(body.length, Refused.MESSAGE_BYTES_MAX);
    String text = new String(body, 0, bytes, StandardCharsets.UTF_8);
    return PeerText.line(text, Refused.MESSAGE_BYTES_MAX);
  }

  static Reply of(int status, byte[] body) {
    return status == 0 ? new Ok(body) : new Refused(status, message(body));
  }
}
