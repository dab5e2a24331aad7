package org.datanet.node.api.model;

/** An account and what it earned, for a list in descending order of the total. */
public record Earner(String account, EarningTotals totals) {}
