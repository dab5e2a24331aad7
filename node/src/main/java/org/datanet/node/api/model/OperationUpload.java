package org.datanet.node.api.model;

import java.util.List;

/** Envelopes to be admitted, in base64 inside JSON. */
public record OperationUpload(List<byte[]> operations) {
  public OperationUpload {
    operations = List.copyOf(operations);
  }
}
