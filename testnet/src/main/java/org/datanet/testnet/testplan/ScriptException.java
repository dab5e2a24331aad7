package org.datanet.testnet.testplan;

/** The plan's parameters ask for something that this node does not know or cannot do. */
public final class ScriptException extends Exception {

  private static final long serialVersionUID = 1L;

  ScriptException(String message) {
    super(message);
  }
}
