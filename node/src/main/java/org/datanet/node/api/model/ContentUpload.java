package org.datanet.node.api.model;

import java.util.List;

/** Contents to be kept, in base64 inside JSON. */
public record ContentUpload(List<byte[]> contents) {
  public ContentUpload {
    contents = List.copyOf(contents);
  }
}
