package org.datanet.node.api.model;

import java.util.List;
import java.util.Optional;

/**
 * Part of a list.
 *
 * @param next to be given back as {@code after} for the page that follows; empty at the end. A page
 *     of a filtered list may hold fewer items than asked for, even none, and still have a next.
 */
public record Paged<T>(List<T> items, Optional<String> next) {
  public Paged {
    items = List.copyOf(items);
  }
}
