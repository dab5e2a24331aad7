package org.datanet.node.api.model;

/** A part of a tranche that is released at the close of {@code epoch}. */
public record VestingInfo(long epoch, long amountMicros) {}
