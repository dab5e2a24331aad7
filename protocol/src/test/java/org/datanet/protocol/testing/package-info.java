/** Fixtures for the tests of every module: keys from seeds, signed operations, a small genesis. */
@org.jspecify.annotations.NullMarked
package org.datanet.protocol.testing;
