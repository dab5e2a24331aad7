package org.datanet.cli.session;

/** What the process ends with. docs/protocol.md, "Exit codes of the CLI". */
public final class ExitCodes {

  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int REFUSED = 3;
  public static final int UNREACHABLE = 4;

  private ExitCodes() {}
}
