package org.datanet.protocol.datanet;

import java.util.List;

/**
 * A datanet's constitution. Lists are sorted and unique; bounds in docs/protocol.md §3.
 *
 * @param name {@code [a-z0-9-]{1,40}}, unique in the network
 * @param licences SPDX ids that records may carry
 * @param requiredFields top-level string fields that a JSON record must have
 * @param guidelineVersion from 1; votes are only compared within one version
 */
public record Manifest(
    String name,
    String description,
    List<String> categories,
    List<String> licences,
    String mediaType,
    List<String> requiredFields,
    int guidelineVersion,
    ParameterSet parameters) {
  public Manifest {
    categories = List.copyOf(categories);
    licences = List.copyOf(licences);
    requiredFields = List.copyOf(requiredFields);
  }
}
