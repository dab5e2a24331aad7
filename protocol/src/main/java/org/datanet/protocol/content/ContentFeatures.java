package org.datanet.protocol.content;

/**
 * What the ledger keeps of a content; no rule reads the content itself. ECONOMICS §1.6.
 *
 * @param sizeBytes length of the content
 * @param tokens {@linkplain ByteTokens byte tokens} in it, at most {@code (sizeBytes + 1) / 2}
 */
public record ContentFeatures(long sizeBytes, long tokens) {

  public ContentFeatures {
    if (sizeBytes < 0 || tokens < 0 || tokens > sizeBytes / 2 + sizeBytes % 2) {
      throw new IllegalArgumentException(tokens + " tokens do not fit " + sizeBytes + " bytes");
    }
  }

  public static ContentFeatures of(byte[] content) {
    return new ContentFeatures(content.length, ByteTokens.count(content));
  }
}
