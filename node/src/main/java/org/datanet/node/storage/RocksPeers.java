package org.datanet.node.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Entries under their numbers. */
final class RocksPeers implements PeerStore {

  private final Database database;

  RocksPeers(Database database) {
    this.database = database;
  }

  @Override
  public void replaceAll(List<Bytes> entries) throws IOException {
    if (entries.size() > ENTRIES_MAX) {
      throw new IllegalArgumentException(entries.size() + " entries of peers");
    }
    for (Bytes entry : entries) {
      if (entry.size() > ENTRY_BYTES_MAX) {
        throw new IllegalArgumentException("an entry of " + entry.size() + " bytes");
      }
    }
    database.write(
        false,
        writes -> {
          writes.deleteRange(Column.PEERS, KeyLayout.peer(0), KeyLayout.peer(ENTRIES_MAX));
          for (int i = 0; i < entries.size(); i++) {
            writes.put(Column.PEERS, KeyLayout.peer(i), entries.get(i).toArrayUnsafe());
          }
        });
  }

  @Override
  public List<Bytes> entries() throws IOException {
    List<Bytes> entries = new ArrayList<>();
    database.scan(
        Column.PEERS,
        KeyLayout.ALL,
        KeyLayout.ALL,
        (key, value) -> {
          entries.add(Bytes.wrap(value));
          return true;
        });
    return entries;
  }
}
