package org.datanet.node.api.model;

import java.util.Optional;

/**
 * A peer to be banned.
 *
 * @param forMs how long, 1 or more; empty for as long as nobody lifts the ban
 * @param reason for people, at most 200 characters
 */
public record BanRequest(String peerId, Optional<Long> forMs, String reason) {}
