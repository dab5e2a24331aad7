/**
 * What a node counts and measures, in one Prometheus registry: the JVM's own figures, gauges that
 * others supply, refusals by reason and API calls. It measures what it is given and knows no other
 * package's types but reasons.
 */
@org.jspecify.annotations.NullMarked
package org.datanet.node.metrics;
