/**
 * What a record's content is called and what is remembered of it: content ids and integer features.
 * The content itself never lives here; a payload may be pruned without changing a result.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.protocol.content;
