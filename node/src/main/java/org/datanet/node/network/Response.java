package org.datanet.node.network;

/** What a peer answers to a request. */
public sealed interface Response {

  record Ok(byte[] body) implements Response {}

  /**
   * @param code below 16: the transport's own (1 busy, 2 failed, 3 answer too large); 16 to 255:
   *     the application's
   * @param message for people, at most 512 bytes of UTF-8
   */
  record Refused(int code, String message) implements Response {}
}
