package org.datanet.node.api.model;

/** An operation of an epoch by name. */
public record OperationRef(String id, int index, String kind, String author) {}
