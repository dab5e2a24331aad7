/** The pure core of Datanet. Subpackages hold the rules; nothing here does IO. */
@org.jspecify.annotations.NullMarked
package org.datanet.protocol;
