package org.datanet.cli.session;

/** Keeps the libraries' log lines out of results: warnings alone, on the error stream. */
public final class CommandLogging {

  private static final String PROPERTY = "logback.configurationFile";

  private CommandLogging() {}

  /** Before anything logs. A configuration that the user names stays. */
  public static void quieten() {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, "logback-command.xml");
    }
  }
}
