/** The command {@code verify}: the offline audit of a store, with its progress and its verdict. */
@org.jspecify.annotations.NullMarked
package org.datanet.cli.audit;
