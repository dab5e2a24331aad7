package org.datanet.node.api.model;

import java.util.Optional;

/**
 * A peer that the node does not speak to.
 *
 * @param untilMs Unix time; empty where only lifting ends it
 */
public record BanInfo(String peerId, Optional<Long> untilMs, String reason) {}
