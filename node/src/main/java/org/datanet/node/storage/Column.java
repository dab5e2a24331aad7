package org.datanet.node.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The column families. Their names are part of the format. */
enum Column {
  META("default"),
  CONTENT("content"),
  OPERATIONS("operations"),
  EPOCHS("epochs"),
  LEDGER("ledger"),
  TABLES("tables"),
  VOTES("votes"),
  PEERS("peers"),
  INDEX("index");

  private final String familyName;

  Column(String familyName) {
    this.familyName = familyName;
  }

  String familyName() {
    return familyName;
  }

  byte[] nameBytes() {
    return familyName.getBytes(US_ASCII);
  }
}
