package org.datanet.testnet.lexicon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.io.InputStream;
import org.datanet.protocol.datanet.Manifest;
import org.datanet.protocol.datanet.ParameterSet;

/** The sample datanet's manifest as an operation carries it. */
public final class LexiconManifest {

  private LexiconManifest() {}

  /** {@code defaults} are the network's; they hold for what the file does not set. */
  public static Manifest over(ParameterSet defaults) throws IOException {
    TomlMapper toml = new TomlMapper();
    ObjectNode manifest;
    try (InputStream file = Lexicon.manifest()) {
      manifest = (ObjectNode) toml.readTree(file);
    }
    manifest.remove("source"); // for readers; no part of a manifest
    ObjectNode parameters = toml.valueToTree(defaults);
    JsonNode overrides = manifest.path("parameters");
    overrides.fieldNames().forEachRemaining(name -> parameters.set(name, overrides.required(name)));
    manifest.set("parameters", parameters);
    return toml.treeToValue(manifest, Manifest.class);
  }
}
