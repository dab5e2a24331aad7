package org.datanet.cli.session;

import java.util.function.Supplier;
import org.datanet.cli.terminal.Terminal;

/**
 * Last words of a work that is left half done, by a failure or by a signal: how to go on. Said when
 * it is closed or the process ends, unless it was cancelled.
 */
public final class Farewell implements AutoCloseable {

  private final Terminal terminal;
  private final Supplier<String> words;
  private final Thread onSignal;
  private boolean cancelled;

  private Farewell(Terminal terminal, Supplier<String> words) {
    this.terminal = terminal;
    this.words = words;
    this.onSignal = new Thread(this::speak, "farewell");
  }

  public static Farewell say(Terminal terminal, Supplier<String> words) {
    Farewell farewell = new Farewell(terminal, words);
    Runtime.getRuntime().addShutdownHook(farewell.onSignal);
    return farewell;
  }

  /** The work is done. */
  public synchronized void cancel() {
    cancelled = true;
  }

  private synchronized void speak() {
    if (!cancelled) {
      cancelled = true;
      terminal.say(words.get());
    }
  }

  @Override
  public void close() {
    speak();
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException e) {
      terminal.say("Ending on a signal.");
    }
  }
}
