package org.datanet.node.api.model;

/**
 * Bytes that are not the JSON they should be; the message says what is wrong, without the bytes.
 */
public final class MalformedJsonException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedJsonException(String message) {
    super(message);
  }
}
