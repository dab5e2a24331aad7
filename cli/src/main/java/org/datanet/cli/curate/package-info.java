/**
 * The command {@code curate}: seats judged by a person or from a file, ballots kept with their
 * salts, committed, and revealed when their window opens. Who has a seat is the network's matter.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.cli.curate;
