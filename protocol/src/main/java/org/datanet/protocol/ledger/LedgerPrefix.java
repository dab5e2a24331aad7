package org.datanet.protocol.ledger;

import com.google.protobuf.MessageLite;
import org.apache.tuweni.bytes.Bytes;

/** All keys of a table, or of a part of it. */
public record LedgerPrefix<T extends MessageLite>(LedgerTable<T> table, Bytes bytes) {}
