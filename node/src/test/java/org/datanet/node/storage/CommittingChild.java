package org.datanet.node.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** A process that votes and commits until it is killed, and says what it has done. */
final class CommittingChild {

  private CommittingChild() {}

  public static void main(String[] arguments) throws IOException {
    EpochSource source = new EpochSource();
    try (RocksStore store = StoreFixture.open(Path.of(arguments[0]))) {
      if (store.epochs().lastEpoch().isEmpty()) {
        source.genesisInto(store);
      } else {
        source.genesis();
        for (long e = 0; e < store.epochs().lastEpoch().orElseThrow(); e++) {
          source.next();
        }
      }
      say("open 0");
      while (true) {
        EpochCommit commit = source.next();
        store.votes().append(commit.epoch(), List.of(Bytes.ofUnsignedLong(commit.epoch())));
        say("voted " + commit.epoch());
        store.commit(commit);
        say("committed " + commit.epoch());
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
