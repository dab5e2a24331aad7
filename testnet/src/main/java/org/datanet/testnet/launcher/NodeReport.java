package org.datanet.testnet.launcher;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a node of a local network is.
 *
 * @param index from 0
 * @param pid empty when it was never started or was ended
 * @param alive whether its process runs
 * @param answers whether its API does; epoch, round and peers are empty otherwise
 * @param residentKiB resident set of its process; empty where the system does not tell
 * @param halted why it stopped by itself
 */
public record NodeReport(
    int index,
    String apiUrl,
    String peerId,
    String account,
    OptionalLong pid,
    boolean alive,
    boolean answers,
    Optional<Long> epoch,
    Optional<Integer> round,
    Optional<Integer> peers,
    Optional<Boolean> syncing,
    Optional<Long> residentKiB,
    Optional<String> halted,
    String log) {}
