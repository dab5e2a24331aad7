package org.datanet.testnet.interop;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for what another thread or process brings. */
final class Futures {

  private static final long SECONDS_MAX = 30;

  private Futures() {}

  static <T> T get(CompletionStage<T> stage) {
    return get(stage, SECONDS_MAX);
  }

  /** The value; its failure is thrown as it is where it is unchecked. */
  static <T> T get(CompletionStage<T> stage, long secondsMax) {
    try {
      return stage.toCompletableFuture().get(secondsMax, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("nothing came within " + secondsMax + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
