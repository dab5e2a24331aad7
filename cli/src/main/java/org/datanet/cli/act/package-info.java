/**
 * Commands that send one operation for a person: money, stakes and the use of records. What the
 * network makes of it is the network's matter.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.cli.act;
