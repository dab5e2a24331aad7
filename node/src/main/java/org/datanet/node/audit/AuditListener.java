package org.datanet.node.audit;

/** Hears how far an audit has come. */
@FunctionalInterface
public interface AuditListener {

  /** Epoch {@code epoch} of {@code lastEpoch} holds. */
  void verified(long epoch, long lastEpoch);
}
