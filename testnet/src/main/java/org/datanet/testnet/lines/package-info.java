/**
 * Processes that are driven by lines of JSON on their standard input and output, ours or others',
 * from both ends. What the lines say is the business of whoever uses them.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.testnet.lines;
