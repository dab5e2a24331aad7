package org.datanet.node.storage;

import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * A part of a list.
 *
 * @param next where the following page starts, to be given to {@link Request#after}; empty at the
 *     end of the list
 */
public record Page<T>(List<T> items, Optional<Bytes> next) {

  /** Items of one page: what a screen or an answer can use. */
  public static final int ITEMS_MAX = 1_000;

  /** No cursor that this package gives is longer. */
  static final int CURSOR_BYTES_MAX = 128;

  public Page {
    items = List.copyOf(items);
  }

  /**
   * Which page is wanted. Cursors are opaque; one that no page gave selects some other place of the
   * same list and never a thing outside it.
   *
   * @param itemsMax 1 to {@link #ITEMS_MAX}
   * @param cursor of the page before; empty for the first
   */
  public record Request(int itemsMax, Optional<Bytes> cursor) {
    public Request {
      if (itemsMax < 1 || itemsMax > ITEMS_MAX) {
        throw new IllegalArgumentException("a page has 1 to " + ITEMS_MAX + " items: " + itemsMax);
      }
      if (cursor.isPresent() && cursor.get().size() > CURSOR_BYTES_MAX) {
        throw new IllegalArgumentException("not a cursor: " + cursor.get().size() + " bytes");
      }
    }

    public static Request first(int itemsMax) {
      return new Request(itemsMax, Optional.empty());
    }

    public static Request after(int itemsMax, Bytes cursor) {
      return new Request(itemsMax, Optional.of(cursor));
    }
  }
}
