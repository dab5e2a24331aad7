/** The `bench` command: measures this machine with the real code. Rendering only. */
@org.jspecify.annotations.NullMarked
package org.datanet.cli.bench;
