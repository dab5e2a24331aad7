package org.datanet.testnet.bench;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a listener was told. */
final class Steps implements BenchListener {

  final List<String> tasks = new ArrayList<>();
  long steps;
  long done;

  @Override
  public void begins(String task, long total) {
    tasks.add(task);
    steps = total;
  }

  @Override
  public void reached(long reached, String note) {
    done = reached;
  }
}
