/** What the tests of commands share: a shell that captures, and a real node of one validator. */
@org.jspecify.annotations.NullMarked
package org.datanet.cli.testing;
