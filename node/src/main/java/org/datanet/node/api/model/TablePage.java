package org.datanet.node.api.model;

import java.util.List;
import java.util.Optional;

/**
 * Part of one of an epoch's tables.
 *
 * @param root of the whole table, 64 hex digits
 * @param size rows of the whole table
 * @param next to be given back as {@code after}; empty at the end
 */
public record TablePage<T>(long epoch, String root, int size, List<T> rows, Optional<String> next) {
  public TablePage {
    rows = List.copyOf(rows);
  }
}
