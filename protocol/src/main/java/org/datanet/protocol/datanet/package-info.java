/**
 * What a datanet is: its manifest, its parameters and their bounds. The ledger holds them; the
 * rules that read them are elsewhere.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.protocol.datanet;
