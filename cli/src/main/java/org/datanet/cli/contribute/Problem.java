package org.datanet.cli.contribute;

import org.datanet.protocol.operation.Reason;

/**
 * Why a line of a file cannot be contributed.
 *
 * @param place file:line
 * @param reason stable name of a reason code
 */
record Problem(String place, String reason, String message) {

  Problem(String place, Reason reason, String message) {
    this(place, reason.name(), message);
  }

  String text() {
    return place + ": " + message + " [" + reason + "]";
  }
}
