package org.datanet.node.network;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/** What follows when a stage has settled. */
final class Afterwards {

  private Afterwards() {}

  /**
   * Runs it as a task of the executor's own, which tells what the task throws; a stage would keep
   * it for a successor that there is not.
   *
   * @param task takes the value or the failure
   */
  static <T> void run(
      CompletionStage<T> stage, Executor executor, BiConsumer<? super T, ? super Throwable> task) {
    stage.whenComplete((value, failure) -> executor.execute(() -> task.accept(value, failure)));
  }
}
