package org.datanet.node.storage;

/**
 * Which rows of a table are wanted.
 *
 * @param from index of the first, from 0
 * @param rowsMax at most so many
 * @param bytesMax at most so many bytes as the rows are stored, which is as they are sent but for
 *     their frames
 */
public record RowRange(int from, int rowsMax, long bytesMax) {

  public RowRange {
    if (from < 0 || rowsMax < 0 || bytesMax < 0) {
      throw new IllegalArgumentException("no range of rows: " + from + ", " + rowsMax);
    }
  }
}
