package org.datanet.node.api.model;

import java.util.List;

/**
 * That a row stands in its table. RFC 6962 §2.1.1.
 *
 * @param index of the row, from 0
 * @param size rows of the table
 * @param path hashes from the leaf's sibling upwards, 64 hex digits each
 * @param leaf the row's canonical bytes in hex; the tree hashes them
 */
public record ProofInfo(int index, int size, List<String> path, String leaf) {
  public ProofInfo {
    path = List.copyOf(path);
  }
}
