package org.datanet.cli.contribute;

import java.util.List;
import org.datanet.protocol.content.Cid;

/**
 * A record that nothing speaks against so far.
 *
 * @param place file:line
 * @param content canonical JSON in UTF-8
 */
record Draft(String place, byte[] content, Cid cid, String category, List<String> labels) {
  Draft {
    labels = List.copyOf(labels);
  }
}
