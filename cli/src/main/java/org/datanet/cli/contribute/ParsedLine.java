package org.datanet.cli.contribute;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a line of a file turned out to be. */
sealed interface ParsedLine {

  /** An object; {@code place} is file:line. */
  record Good(String place, ObjectNode fields) implements ParsedLine {}

  record Bad(Problem problem) implements ParsedLine {}
}
