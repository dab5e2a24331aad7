package org.datanet.node.libp2p.streams;

/** Text that somebody else wrote and that ends up in logs and on screens. */
public final class PeerText {

  private static final int REPLACEMENT = '?';

  private PeerText() {}

  /** One line of at most so many characters, without control characters that steer a terminal. */
  public static String line(String claimed, int charsMax) {
    int end = Math.min(claimed.length(), charsMax);
    boolean splitsPair = end < claimed.length() && Character.isLowSurrogate(claimed.charAt(end));
    StringBuilder line = new StringBuilder(end);
    claimed
        .substring(0, splitsPair ? Math.max(0, end - 1) : end)
        .codePoints()
        .map(c -> Character.isISOControl(c) ? REPLACEMENT : c)
        .forEach(line::appendCodePoint);
    return line.toString();
  }
}
